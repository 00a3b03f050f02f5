import * as z from 'zod';

/** What a mail follows from: an event, and the person it is written to. */
export interface Origin {
  /** The project's id. */
  readonly chain: string;
  readonly seq: number;
  /** The recipient's id in the directory. */
  readonly person: string;
}

/**
 * The header by which a redelivery is recognised, also where SES replaces the Message-ID: the same event and the same
 * person give the same text, however often it is sent.
 */
export const referenceOf = ({ chain, seq, person }: Origin): string => `${chain}-${seq}-${person}`;

/**
 * The tags that SES keeps with a mail and gives back with whatever becomes of it. A tag's value may hold letters,
 * digits, `-` and `_` only (MessageTag, at most 256 characters), a person's id `.` and `@` as well: hence base64url,
 * 86 characters for the longest id.
 */
export const tagsOf = ({ chain, seq, person }: Origin): Readonly<Record<string, string>> => ({
  chain,
  seq: String(seq),
  person: Buffer.from(person, 'utf8').toString('base64url'),
});

const one = <Value>(value: z.ZodType<Value, string>) =>
  z
    .tuple([z.string()])
    .transform(([text]) => text)
    .pipe(value);

// SES gives each tag as a list; its own (`ses:…`) stand beside ours.
const tags = z.object({
  chain: one(z.string().min(1)),
  seq: one(
    z
      .string()
      .regex(/^[1-9]\d{0,8}$/)
      .transform(Number),
  ),
  person: one(z.base64url().transform((text) => Buffer.from(text, 'base64url').toString('utf8'))),
});

/** What the tags of a mail say; null for a mail that no event asked for, as one with a code. */
export function originOf(given: Readonly<Record<string, readonly string[]>>): Origin | null {
  const parsed = tags.safeParse(given);
  return parsed.success ? parsed.data : null;
}
