import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import { openLineFile } from '../../line-file.ts';

/** What is known of a request when it has been answered. */
export interface AccessLogEntry {
  readonly requestId: string;
  readonly routeKey: string;
  readonly method: string;
  readonly protocol: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly status: number;
  readonly responseLength: number;
  readonly integrationLatency: number;
  readonly responseLatency: number;
  readonly requestTime: string;
  readonly requestTimeEpoch: number;
}

export interface AccessLog {
  write(entry: AccessLogEntry): void;
  close(): void;
}

const stageSchema = z.object({
  StageName: z.literal('$default', 'only the stage $default is emulated'),
  AccessLogSettings: z.object({ Format: z.string() }).optional(),
});

/** `$context.` variables by name. The path is not among them: it can hold a link's token. */
const variables: Readonly<Record<string, (entry: AccessLogEntry) => unknown>> = {
  requestId: (entry) => entry.requestId,
  extendedRequestId: (entry) => entry.requestId,
  routeKey: (entry) => entry.routeKey,
  httpMethod: (entry) => entry.method,
  protocol: (entry) => entry.protocol,
  'identity.sourceIp': (entry) => entry.sourceIp,
  'identity.userAgent': (entry) => entry.userAgent,
  status: (entry) => entry.status,
  responseLength: (entry) => entry.responseLength,
  integrationLatency: (entry) => entry.integrationLatency,
  'integration.latency': (entry) => entry.integrationLatency,
  responseLatency: (entry) => entry.responseLatency,
  requestTime: (entry) => entry.requestTime,
  requestTimeEpoch: (entry) => entry.requestTimeEpoch,
  stage: () => '$default',
};

// Short enough to look at the log while using the product.
const flushMs = 250;

/** Writes the access log in the format that the template's stage sets; none where it sets none. */
export function openAccessLog(resources: Resources, file: string, report: (line: string) => void): AccessLog {
  const [stage] = resources.ofType('AWS::ApiGatewayV2::Stage').map((resource) => resource.read(stageSchema));
  const format = stage?.AccessLogSettings?.Format;
  if (format === undefined) return { write: () => {}, close: () => {} };
  const log = openLineFile(file, (dropped) =>
    report(`${dropped} lines of the access log were dropped: the disk did not take them`),
  );
  let lines = '';
  const flush = (): void => {
    if (lines !== '') log.append(lines);
    lines = '';
  };
  // Together: a write for each request would cost as much as a good part of the request.
  const timer = setInterval(flush, flushMs).unref();
  return {
    write: (entry) => {
      const line = format.replaceAll(/\$context\.([a-zA-Z]+(?:\.[a-zA-Z]+)*)/g, (_, name: string) =>
        String(variables[name]?.(entry) ?? '-'),
      );
      lines += `${line.trimEnd()}\n`;
    },
    close: () => {
      clearInterval(timer);
      flush();
    },
  };
}
