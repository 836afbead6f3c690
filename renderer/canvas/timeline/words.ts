/** The texts that the timeline draws. */
export const words = {
  noReading: (length: string) => `no reading for ${length}`,
} as const;
