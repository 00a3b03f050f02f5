import { Problem } from '../../shared/contract/problem.ts';
import { routes } from '../../shared/contract/routes.ts';
import { withoutTail } from '../../shared/http/address-tail.ts';

const patterns = routes.map(({ method, path }) => ({
  method,
  // A parameter is one segment, as with the gateway.
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The methods of an address, HEAD with each GET; empty for an address that is not known. */
export function methodsOf(path: string): string[] {
  const methods = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** The page that was meant by an address with a slash or a full stop at its end. The gateway hands paths over decoded. */
function meantBy(path: string): string | undefined {
  const meant = withoutTail(path) || '/';
  if (meant === path || !methodsOf(meant).includes('GET')) return undefined;
  return meant.split('/').map(encodeURIComponent).join('/');
}

/** What the gateway sends here because no route has it: a method that a known address does not take, or no address. */
export function unrouted(path: string): Problem {
  const methods = methodsOf(path);
  if (methods.length > 0)
    return new Problem('method-not-allowed', { headers: { allow: methods.join(', ') } });
  const elsewhere = meantBy(path);
  return new Problem('not-found', elsewhere === undefined ? {} : { elsewhere });
}
