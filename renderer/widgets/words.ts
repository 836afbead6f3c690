/** The texts of widgets that have their own. */
export const words = {
  about: 'about',
  pathAbout: 'How many objects hang on this path, and the bytes that would go with them',
} as const;
