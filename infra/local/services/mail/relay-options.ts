/** How the relay of an address is connected to, as nodemailer takes it. As the functions do: the host imports none of theirs. */
export interface RelayOptions {
  readonly url: string;
  /** Whether a mail waits rather than go over a connection that was not encrypted. */
  readonly requireTLS: boolean;
  readonly ignoreTLS: boolean;
}

/**
 * By `smtps://` the connection is encrypted from its beginning; by `smtp://` it must be before anything is said, also
 * where somebody on the way takes STARTTLS out of what the relay offers. `?tls=none` alone says that it need not be: for
 * a relay without TLS, on a network of one's own.
 */
export function relayOptions(address: string): RelayOptions {
  // A secret that was made of a file ends with that file's line: behind `tls=none` it would be another word.
  const [url = '', query = ''] = address.trim().split('?');
  const parameters = new URLSearchParams(query);
  const isPlain = parameters.get('tls') === 'none' && /^smtp:/i.test(url);
  parameters.delete('tls');
  return {
    url: parameters.size === 0 ? url : `${url}?${parameters}`,
    requireTLS: !isPlain,
    ignoreTLS: isPlain,
  };
}
