import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { machineAlarms, openWatch } from '../../infra/local/serve/watch.ts';
import { openRelay } from '../../infra/local/services/mail/relay.ts';
import { selfSigned } from '../support/certificate.ts';
import { startMailSink } from '../support/office-server.ts';
import { temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();

function certificate(days: number): string {
  const file = join(folder, `${days}.pem`);
  writeFileSync(file, selfSigned('localhost', { days }).certificate);
  return file;
}

it('an alarm that goes on or off is mailed once, with what to do', async () => {
  const sink = await startMailSink();
  const relay = await openRelay(sink.url, () => {});
  const changes = [true, false].map((isOn) => ({
    name: 'SweepNotRunning',
    isOn,
    description: 'The sweep has not run. What to do: infra/RUNBOOK.md#sweep-not-running',
  }));
  const watch = openWatch({
    data: folder,
    certificate: certificate(3),
    look: () => changes.splice(0, 1),
    relay,
    from: 'countersign@office.test',
    to: 'duty@office.test',
    address: 'https://countersign.office.test',
    report: () => {},
    everyMs: 20,
  });
  const mail = await sink.mailTo('duty@office.test', ({ subject }) => subject === '【恢复】SweepNotRunning');
  expect(mail.text).toContain('infra/RUNBOOK.md#sweep-not-running');
  await sink.mailTo('duty@office.test', ({ subject }) => subject === '【告警】CertificateEnds');
  // Ten more looks, at which nothing has changed.
  await pause(200);
  watch.close();
  const subjects = sink.received.map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject?.includes('CertificateEnds'))).toHaveLength(1);
  expect(subjects).toContain('【告警】SweepNotRunning');
  relay.close();
  await sink.close();
});

it('a certificate is told of two weeks before its end, and where it is gone', () => {
  const isOn = (days: number) =>
    machineAlarms({ data: folder, certificate: certificate(days) }).find(
      ({ name }) => name === 'CertificateEnds',
    )?.isOn;
  expect([isOn(13), isOn(16)]).toEqual([true, false]);
  const gone = machineAlarms({ data: folder, certificate: join(folder, 'gone.pem') });
  expect(gone).toContainEqual(expect.objectContaining({ name: 'CertificateEnds', isOn: true }));
});
