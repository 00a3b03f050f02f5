/** Undefined for an answer that is none of the product's: something between gave it. */
export async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown, key: string): string | undefined => {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
};

/** A problem in its own words, the most exact first: what was found, then what it is about, then what it is called. */
export function problemIn(answer: unknown): string | undefined {
  const errors: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'errors') : [];
  const found = Array.isArray(errors) ? errors.flatMap((one) => textOf(one, 'message') ?? []) : [];
  return found.length > 0 ? found.join(' ') : (textOf(answer, 'detail') ?? textOf(answer, 'title'));
}
