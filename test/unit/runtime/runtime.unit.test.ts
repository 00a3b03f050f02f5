import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { consumer } from '../../../shared/runtime/invocation.ts';
import { errorFields, log } from '../../../shared/runtime/log.ts';
import { recordCapacity } from '../../../shared/runtime/meter.ts';
import { countFailedAnswer, countMetric } from '../../../shared/runtime/metric.ts';
import { readConfig } from '../../../shared/runtime/read-config.ts';
import { aContext } from '../../fixtures/http-event.ts';
import { logOf } from '../../support/captured-log.ts';

afterEach(() => {
  for (const name of ['LOG_LEVEL', 'METRIC_NAMESPACE', '_X_AMZN_TRACE_ID']) delete process.env[name];
});

describe('readConfig', () => {
  const schema = z.object({ TABLE: z.string().min(1), ISSUER: z.url(), CLAIM: z.string().default('groups') });

  it('gives the parsed environment', () => {
    expect(readConfig(schema, { TABLE: 't', ISSUER: 'https://issuer.example', OTHER: 'x' })).toEqual({
      TABLE: 't',
      ISSUER: 'https://issuer.example',
      CLAIM: 'groups',
    });
  });

  it('names every problem together, and no value', () => {
    const read = () => readConfig(schema, { ISSUER: 'secret-value' });
    expect(read).toThrow(/TABLE: missing; ISSUER: invalid_format/);
    expect(read).not.toThrow(/secret-value/);
  });
});

describe('the log', () => {
  it('writes one line of JSON with level, code and sentence', async () => {
    const lines = await logOf(async () => log.info('SIGNED_IN', { count: 2 }));
    expect(lines).toEqual([
      expect.objectContaining({ level: 'INFO', code: 'SIGNED_IN', message: 'A person signed in.', count: 2 }),
    ]);
  });

  it.each([
    ['error', 1],
    ['info', 3],
    ['debug', 4],
    ['DEBUG', 4],
    ['nonsense', 3],
  ])('with LOG_LEVEL %s writes %d of four levels', async (level, count) => {
    process.env.LOG_LEVEL = level;
    const lines = await logOf(async () => {
      for (const write of [log.debug, log.info, log.warn, log.error]) write('UNEXPECTED');
    });
    expect(lines).toHaveLength(count);
  });

  it('blots out what looks like a token, a JWT or a mailbox, wherever it stands', async () => {
    const token = 'A'.repeat(43);
    const jwt = `${'h'.repeat(40)}.${'p'.repeat(80)}.${'s'.repeat(86)}`;
    const error = new Error(`refused ${token} of person@unit.example`, { cause: new Error(jwt) });
    const text = JSON.stringify(await logOf(async () => log.error('UNEXPECTED', errorFields(error))));
    expect(text).toContain('[removed]');
    for (const secret of [token, jwt, 'person@unit.example', 'p'.repeat(80)])
      expect(text).not.toContain(secret);
  });
});

describe('what is counted for an alarm', () => {
  const counted = (level: string) => {
    process.env.LOG_LEVEL = level;
    return logOf(async () => countMetric('HistoryTampered', 2));
  };

  it.each(['debug', 'info', 'warn', 'error'])(
    'is written with LOG_LEVEL %s, with level and time',
    async (level) => {
      expect(await counted(level)).toEqual([
        expect.objectContaining({
          level: 'INFO',
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          HistoryTampered: 2,
          _aws: expect.objectContaining({
            CloudWatchMetrics: [
              {
                Namespace: 'Countersign',
                Dimensions: [[]],
                Metrics: [{ Name: 'HistoryTampered', Unit: 'Count' }],
              },
            ],
          }),
        }),
      ]);
    },
  );

  it('is counted apart for each environment', async () => {
    process.env.METRIC_NAMESPACE = 'Countersign/test';
    expect(JSON.stringify(await counted('info'))).toContain('"Namespace":"Countersign/test"');
  });
});

describe('an answer of 5xx', () => {
  it('is counted for function and version, under their whole names: an alarm compares them', async () => {
    const name = `CountersignService-Projects-${'a1B2'.repeat(5)}`;
    process.env.AWS_LAMBDA_FUNCTION_NAME = name;
    process.env.AWS_LAMBDA_FUNCTION_VERSION = '17';
    const lines = await logOf(async () => countFailedAnswer());
    expect(lines).toEqual([
      expect.objectContaining({
        FunctionName: name,
        Version: '17',
        AnswersFailed: 1,
        _aws: expect.objectContaining({
          CloudWatchMetrics: [
            {
              Namespace: 'Countersign',
              Dimensions: [['FunctionName', 'Version']],
              Metrics: [{ Name: 'AnswersFailed', Unit: 'Count' }],
            },
          ],
        }),
      }),
    ]);
  });
});

describe('a consumer', () => {
  it('names what the call belongs to in every line, also in what is counted', async () => {
    process.env._X_AMZN_TRACE_ID =
      'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const handler = consumer(async () => {
      log.warn('UNEXPECTED');
      countMetric('SweepLeft', 1);
    });
    const lines = await logOf(async () => handler({}, aContext()));
    expect(lines.map(({ traceId }) => traceId)).toEqual(Array(3).fill('1-5759e988-bd862e3fe1be46a994272793'));
  });

  it('frames each invocation with STARTED and COMPLETED, which carries what it consumed itself', async () => {
    process.env.LOG_LEVEL = 'debug';
    const handler = consumer(async (event: { units: number }) => {
      recordCapacity({ readUnits: event.units, writeUnits: 2 });
      return event.units;
    });
    const lines = await logOf(async () => {
      expect(await handler({ units: 1.5 }, aContext())).toBe(1.5);
      expect(await handler({ units: 1 }, aContext({ awsRequestId: 'second' }))).toBe(1);
    });
    expect(lines.map(({ code }) => code)).toEqual(['STARTED', 'COMPLETED', 'STARTED', 'COMPLETED']);
    expect(lines[1]).toMatchObject({
      ok: true,
      readUnits: 1.5,
      writeUnits: 2,
      durationMs: expect.any(Number),
    });
    expect(lines[3]).toMatchObject({
      requestId: 'second',
      function: 'projects',
      readUnits: 1,
      writeUnits: 2,
    });
  });

  it('logs an error and hands it on, so that the batch is retried', async () => {
    const handler = consumer(async () => {
      recordCapacity({ readUnits: 4 });
      throw new TypeError('no luck');
    });
    const lines = await logOf(async () => {
      await expect(handler({}, aContext())).rejects.toThrow('no luck');
    });
    expect(lines).toEqual([
      expect.objectContaining({ level: 'ERROR', code: 'FAILED', error: 'TypeError', reason: 'no luck' }),
      expect.objectContaining({ code: 'COMPLETED', ok: false, readUnits: 4 }),
    ]);
  });
});
