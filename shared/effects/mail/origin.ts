import * as z from 'zod';

/** What a mail follows from: an event, and the person it is written to. */
export interface Origin {
  /** The project's id. */
  readonly chain: string;
  readonly seq: number;
  /** The recipient's id in the directory. */
  readonly person: string;
  /** The mailbox that it goes to, hashed. */
  readonly mailbox?: string | undefined;
  /** Whether it is sent again, after the address was corrected. */
  readonly again?: true | undefined;
}

/**
 * The header by which a redelivery is recognised, also where SES replaces the Message-ID: the same event and the same
 * person give the same text, however often it is sent; what is sent again to another mailbox is another mail.
 */
export const referenceOf = ({ chain, seq, person, mailbox, again }: Origin): string =>
  `${chain}-${seq}-${person}${again ? `-${mailbox}` : ''}`;

const taggedPerson = (person: string): string => Buffer.from(person, 'utf8').toString('base64url');

/**
 * The tags that SES keeps with a mail and gives back with whatever becomes of it. A tag's value may hold letters,
 * digits, `-` and `_` only (MessageTag, at most 256 characters), a person's id `.` and `@` as well: hence base64url,
 * 86 characters for the longest id.
 */
export const tagsOf = ({ chain, seq, person, mailbox, again }: Origin): Readonly<Record<string, string>> => ({
  chain,
  seq: String(seq),
  person: taggedPerson(person),
  ...(mailbox === undefined ? {} : { mailbox }),
  ...(again ? { again: 'true' } : {}),
});

/** What a digest is known by. */
export interface DigestOrigin {
  /** The recipient's id in the directory. */
  readonly person: string;
  /** Letters and digits: the same for one that is sent once more. */
  readonly digest: string;
  /** The mailbox that it goes to, hashed. */
  readonly mailbox?: string | undefined;
}

export const digestReferenceOf = ({ person, digest }: DigestOrigin): string => `digest-${digest}-${person}`;

export const digestTagsOf = ({
  person,
  digest,
  mailbox,
}: DigestOrigin): Readonly<Record<string, string>> => ({
  digest,
  person: taggedPerson(person),
  ...(mailbox === undefined ? {} : { mailbox }),
});

const one = <Value>(value: z.ZodType<Value, string>) =>
  z
    .tuple([z.string()])
    .transform(([text]) => text)
    .pipe(value);

const person = one(z.base64url().transform((text) => Buffer.from(text, 'base64url').toString('utf8')));

// SES gives each tag as a list; its own (`ses:…`) stand beside ours.
// Mails of earlier releases have none.
const mailbox = one(z.string().regex(/^[0-9a-f]+$/)).optional();

const tags = z.lazy(() =>
  z.object({
    chain: one(z.string().min(1)),
    seq: one(
      z
        .string()
        .regex(/^[1-9]\d{0,8}$/)
        .transform(Number),
    ),
    person,
    mailbox,
    again: one(z.literal('true').transform(() => true as const)).optional(),
  }),
);

const digestTags = z.lazy(() =>
  z.object({ digest: one(z.string().regex(/^[0-9a-f]{1,64}$/)), person, mailbox }),
);

/** Which digest the tags of a mail name; null for every other mail. */
export const digestOriginOf = (given: Readonly<Record<string, readonly string[]>>): DigestOrigin | null =>
  digestTags.safeParse(given).data ?? null;

/** What the tags of a mail say; null for a mail that no single event asked for, as a digest or one with a code. */
export function originOf(given: Readonly<Record<string, readonly string[]>>): Origin | null {
  const parsed = tags.safeParse(given);
  return parsed.success ? parsed.data : null;
}
