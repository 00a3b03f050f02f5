import { X509Certificate } from 'node:crypto';
import { readFileSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { availableMemory } from 'node:process';
import type { AlarmChange } from '../services/alarms/alarms.ts';
import type { Relay } from '../services/mail/relay.ts';

/** Looks after the machine and the alarms of the template, and tells somebody. */
export interface Watch {
  close(): void;
}

const minuteMs = 60_000;
// A backup beside the data, and a month of an office's work, fit into a tenth of an ordinary disk.
const leastFree = 0.1;
const leastMemory = 0.05;
// As long before its end as a renewal that works has been done for weeks.
const certificateDays = 14;
const dayMs = 86_400_000;

/**
 * @param options.look the alarms of the template that changed since the last look
 */
export function openWatch(options: {
  readonly data: string;
  readonly certificate: string | undefined;
  readonly look: () => readonly AlarmChange[];
  readonly relay: Pick<Relay, 'pass'> | undefined;
  readonly from: string;
  readonly to: string;
  readonly address: string;
  readonly report: (line: string) => void;
  readonly everyMs?: number;
}): Watch {
  const { look, relay, from, to, address, report, everyMs = minuteMs } = options;
  const on = new Set<string>();

  const tell = ({ name, isOn, description }: AlarmChange): void => {
    const subject = `${isOn ? '【告警】' : '【恢复】'}${name}`;
    report(`Alarm ${name} is ${isOn ? 'on' : 'off'}: ${description}`);
    const text = `${subject}\n\n${description}\n\n${address}\n`;
    relay?.pass({ from, to, subject, text, html: `<pre>${text.replaceAll('<', '&lt;')}</pre>`, headers: {} });
  };
  const changes = (): AlarmChange[] =>
    machineAlarms(options).flatMap((alarm) => {
      if (alarm.isOn === on.has(alarm.name)) return [];
      if (alarm.isOn) on.add(alarm.name);
      else on.delete(alarm.name);
      return [alarm];
    });
  let timer: NodeJS.Timeout;
  // When a minute has ended, since alarms are of whole minutes: at any other time each would be told of later.
  const watch = (): void => {
    timer = setTimeout(
      () => {
        watch();
        for (const change of [...look(), ...changes()]) tell(change);
      },
      everyMs - (Date.now() % everyMs),
    ).unref();
  };
  watch();
  return { close: () => clearTimeout(timer) };
}

/**
 * How the machine is, by the alarms that only one server has.
 *
 * @internal
 */
export function machineAlarms({
  data,
  certificate,
}: {
  readonly data: string;
  readonly certificate: string | undefined;
}): readonly AlarmChange[] {
  const { bavail, blocks } = statfsSync(data);
  const free = bavail / blocks;
  const memory = availableMemory() / totalmem();
  return [
    {
      name: 'DiskLow',
      isOn: free < leastFree,
      description: `${percent(free)} of the disk of ${data} is free. What to do: infra/SERVER.md#disk-low`,
    },
    {
      name: 'MemoryLow',
      isOn: memory < leastMemory,
      description: `${percent(memory)} of the memory is available. What to do: infra/SERVER.md#memory-low`,
    },
    ...(certificate === undefined ? [] : [certificateAlarm(certificate)]),
  ];
}

function certificateAlarm(file: string): AlarmChange {
  const days = daysLeft(file);
  const what =
    days === undefined ? 'The certificate cannot be read.' : `The certificate ends in ${days} days.`;
  return {
    name: 'CertificateEnds',
    isOn: days === undefined || days < certificateDays,
    description: `${what} What to do: infra/SERVER.md#certificate-ends`,
  };
}

/** Undefined where it cannot be read: that is told as well, and keeps no other alarm from being told. */
function daysLeft(file: string): number | undefined {
  try {
    return Math.floor((Date.parse(new X509Certificate(readFileSync(file)).validTo) - Date.now()) / dayMs);
  } catch {
    return undefined;
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
