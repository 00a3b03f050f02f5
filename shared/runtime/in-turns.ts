/** Does something for each, so many at once: what comes of them stands in their order. The first that fails ends it. */
export async function inTurns<A, B>(
  list: readonly A[],
  atOnce: number,
  each: (one: A) => Promise<B>,
): Promise<B[]> {
  const made: B[] = [];
  for (let from = 0; from < list.length; from += atOnce)
    made.push(...(await Promise.all(list.slice(from, from + atOnce).map(each))));
  return made;
}
