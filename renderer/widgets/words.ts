/** The texts of widgets that have their own. */
export const words = {
  about: 'about',
} as const;
