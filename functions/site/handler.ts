// Placeholder: the use case is written elsewhere.
export const handler = async (): Promise<never> => {
  throw new Error('site is not written yet');
};
