import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import * as z from 'zod';

const path = z.string().refine(isAbsolute, 'must be a path from the root, such as /var/lib/countersign');
const ip = z.union([z.ipv4(), z.ipv6()], 'must be an IP address, such as 127.0.0.1');

/** Somebody who can sign in though no directory names them yet. */
const named = z.strictObject({
  name: z.string().trim().min(1, 'must say who it is').max(100),
  email: z.email('must be a mailbox; the sign-in code goes there'),
});

export const defaultData = '/var/lib/countersign';

const fields = {
  address: z
    .url({ protocol: /^https?$/, error: 'must be an address, such as https://countersign.example.org' })
    .transform((address) => new URL(address))
    .refine(({ pathname, search, hash }) => pathname === '/' && search === '' && hash === '', {
      error: 'must end after the name and the port: the product has no path before its own',
    })
    .meta({
      description:
        'Where people reach the product; what every mailed link begins with. It stays as long as links shall work.',
    }),
  data: path.default(defaultData).meta({
    description:
      'The folder of everything that must survive, of the service’s own user, closed to all others.',
  }),
  listen: z
    .strictObject({
      host: ip.optional(),
      port: z.int().min(1, 'must be a port from 1 on').max(65_535, 'must be a port up to 65535').optional(),
    })
    .default({})
    .meta({
      description:
        'Where it listens. Absent: with TLS on all addresses, otherwise on loopback, at the port of the address.',
    }),
  tls: z.strictObject({ certificate: path, key: path }).optional().meta({
    description:
      'Files of a certificate with its chain, and of its key, both PEM. They are read again when they change.',
  }),
  redirectPort: z
    .int()
    .min(1, 'must be a port from 1 on')
    .max(65_535, 'must be a port up to 65535')
    .optional()
    .meta({
      description:
        'With `tls`: where plain http is led to the address, usually 80. Absent: nothing listens there. A proxy does it itself.',
    }),
  trustedProxy: z
    .strictObject({
      peers: z
        .array(ip)
        .min(1, 'must name the proxy by its address')
        .meta({ description: 'Its own addresses, as this server sees them.' }),
      addressHeader: z.enum(['x-forwarded-for', 'x-real-ip']).default('x-forwarded-for').meta({
        description:
          'Where it says who asks. Of several addresses in it the last counts: the proxy itself wrote it.',
      }),
    })
    .optional()
    .meta({
      description:
        'A proxy that speaks TLS with people and http with this server. What others send here is refused.',
    }),
  smtp: z
    .url({
      protocol: /^smtps?$/,
      error: 'must be an address, such as smtps://user:password@mail.example.org',
    })
    .refine((address) => !/[?&]tls=/.test(address) || /^smtp:[^?]*\?(.*&)?tls=none(&|$)/.test(address), {
      error: 'takes tls=none alone, after smtp://: for a mail server without TLS, on a network of your own',
    })
    .meta({
      description:
        'The mail server that all mails go by: `smtps://user:password@host`, or `smtp://user:password@host:587` with ' +
        'STARTTLS; `smtp://host?tls=none` where it has no TLS, on a network of one’s own.',
    }),
  administrator: named.optional().meta({
    description:
      'Who signs in first and enters the directory. Not used where people come from an issuer of the office’s own.',
  }),
  auditors: z
    .array(named)
    .max(100)
    .default([])
    .meta({
      description:
        'Who audits: no post of the directory makes anybody an auditor. Not used where people come from an issuer of the ' +
        'office’s own: there it is whoever has the role `auditor`.',
    }),
};

/** The section as editors complete it; what only the whole of it tells is checked when it is read. */
export const serverSection = z.strictObject(fields);

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

const schema = serverSection.superRefine((settings, context) => {
  const { address, tls, trustedProxy, redirectPort } = settings;
  const refuse = (key: keyof typeof fields, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message });
  const isHttps = address.protocol === 'https:';
  if (isHttps && tls === undefined && trustedProxy === undefined)
    refuse(
      'tls',
      'is needed for an https address (certificate and key), or trustedProxy where a proxy has them',
    );
  if (tls !== undefined && trustedProxy !== undefined)
    refuse('trustedProxy', 'excludes tls: either this server has the certificate or the proxy before it');
  if (redirectPort !== undefined && tls === undefined)
    refuse('redirectPort', 'needs tls: a proxy leads http to https itself');
  if (redirectPort !== undefined && redirectPort === placeOf(settings).port)
    refuse('redirectPort', 'is the port that https is served at: give another, usually 80');
  if (!isHttps && (tls !== undefined || trustedProxy !== undefined))
    refuse('address', 'must begin with https:// where there is a certificate or a proxy');
  if (!isHttps && !loopback.has(address.hostname))
    refuse(
      'address',
      'must begin with https://: over plain http sessions could be read on the way. Only localhost may do without',
    );
});

/** The settings of one server, checked. */
export type ServerSettings = z.infer<typeof schema>;

/**
 * Reads the section `server`, and looks at what it names.
 * @returns the settings, or all that is wrong with them, a sentence each
 */
export function readServerSettings(section: unknown): ServerSettings | readonly string[] {
  if (section === undefined) return ['server is missing: the section that says where and how to serve'];
  const { data, error } = schema.safeParse(section);
  if (data === undefined) return error.issues.flatMap(sentencesOf);
  const problems = data.tls === undefined ? [] : certificateProblems(data.tls, data.address);
  return problems.length > 0 ? problems : data;
}

function sentencesOf(issue: z.core.$ZodIssue): string[] {
  const place = ['server', ...issue.path].join('.');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${place}.${key} is no setting`);
  if (issue.code === 'invalid_type' && issue.input === undefined) return [`${place} is missing`];
  return [`${place} ${issue.message}`];
}

/** Where a server of these settings listens. */
export function placeOf({
  address,
  listen,
  tls,
}: Readonly<Pick<z.infer<typeof serverSection>, 'address' | 'listen' | 'tls'>>) {
  return {
    host: listen.host ?? (tls === undefined ? '127.0.0.1' : '0.0.0.0'),
    port: listen.port ?? (Number(address.port) || (address.protocol === 'https:' ? 443 : 80)),
  };
}

/** Why a certificate cannot be served with, a sentence each. */
export function certificateProblems(
  { certificate, key }: { readonly certificate: string; readonly key: string },
  address: URL,
): string[] {
  const unreadable = [certificate, key].flatMap((file) => whyUnreadable(file) ?? []);
  if (unreadable.length > 0) return unreadable;
  try {
    const read = new X509Certificate(readFileSync(certificate));
    const until = new Date(read.validTo);
    return [
      ...(until.getTime() < performance.timeOrigin + performance.now()
        ? [`server.tls.certificate is not valid any more: it ended on ${until.toISOString().slice(0, 10)}`]
        : []),
      ...(!isFor(read, address.hostname)
        ? [
            `server.tls.certificate is not for ${address.hostname}, but for ${read.subjectAltName ?? read.subject}`,
          ]
        : []),
    ];
  } catch (error) {
    return [`server.tls.certificate is no certificate in PEM: ${messageOf(error)}`];
  }
}

const isFor = (read: X509Certificate, name: string): boolean =>
  (isIP(name) ? read.checkIP : read.checkHost).call(read, name) !== undefined;

/** Whether a certificate that can be served with is for a further name. */
export const isCertifiedFor = ({ certificate }: { readonly certificate: string }, name: string): boolean =>
  isFor(new X509Certificate(readFileSync(certificate)), name);

function whyUnreadable(file: string): string | undefined {
  try {
    if (!statSync(file).isFile()) return `${file} is no file`;
    readFileSync(file);
    return undefined;
  } catch (error) {
    return `${file} cannot be read: ${messageOf(error)}`;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
