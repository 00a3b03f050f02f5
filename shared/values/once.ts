/**
 * Makes something when it is first asked for, and gives the same ever after. A schema waits by itself (`z.lazy`); this is
 * for what is no schema.
 */
export function once<const Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
