import { describe, expect, it } from '@jest/globals';
import { effects } from '../../shared/effects/effects.ts';
import { type Action, actions } from '../../shared/history/event.ts';
import { functionOf, ofType, synthesize } from './template.ts';

const { service, storage } = synthesize();
const mappings = ofType(service, 'AWS::Lambda::EventSourceMapping');
const each = mappings.map((mapping) => [mapping.id, mapping] as const);

const patternsOf = (mapping: (typeof mappings)[number]) =>
  mapping.properties.FilterCriteria.Filters.map((filter: { Pattern: string }) =>
    // A list of actions means the same in any order.
    JSON.parse(filter.Pattern, (key, value) => (key === 'S' ? value.toSorted() : value)),
  );
const consumer = (name: string) =>
  mappings.find((mapping) => functionOf(mapping.properties.FunctionName) === name);

describe('every consumer of the stream', () => {
  it.each(each)('%s tries a bounded number of times, for a bounded time', (_, mapping) => {
    // -1 means for ever, and is what Lambda takes when nothing is said.
    expect(mapping.properties.MaximumRetryAttempts).toBeGreaterThan(0);
    expect(mapping.properties.MaximumRetryAttempts).toBeLessThanOrEqual(100);
    // Well within the 24 hours after which the stream forgets the record anyway.
    expect(mapping.properties.MaximumRecordAgeInSeconds).toBeGreaterThanOrEqual(60);
    expect(mapping.properties.MaximumRecordAgeInSeconds).toBeLessThanOrEqual(12 * 3600);
  });

  it.each(each)('%s says which records failed, and halves a batch that fails as a whole', (_, mapping) => {
    expect(mapping.properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(mapping.properties.BisectBatchOnFunctionError).toBe(true);
    expect(mapping.properties.BatchSize).toBeGreaterThan(0);
  });

  it.each(each)('%s has a queue for what it cannot process', (_, mapping) => {
    const [queueId] = mapping.properties.DestinationConfig.OnFailure.Destination['Fn::GetAtt'];
    const queue = ofType(service, 'AWS::SQS::Queue').find((resource) => resource.id === queueId);
    expect(queue?.properties).toMatchObject({
      MessageRetentionPeriod: 14 * 24 * 3600,
      SqsManagedSseEnabled: true,
    });
    const alarms = ofType(service, 'AWS::CloudWatch::Alarm').filter((alarm) =>
      JSON.stringify(alarm.properties.Dimensions ?? []).includes(`"${queueId}"`),
    );
    expect(alarms.map((alarm) => alarm.properties.MetricName)).toContain(
      'ApproximateNumberOfMessagesVisible',
    );
  });

  it.each(each)('%s reads the history from its beginning, and only what concerns it', (_, mapping) => {
    expect(mapping.properties.EventSourceArn).toEqual({ 'Fn::GetAtt': ['storage.History', 'StreamArn'] });
    expect(mapping.properties.StartingPosition).toBe('TRIM_HORIZON');
    expect(patternsOf(mapping).length).toBeGreaterThan(0);
    for (const pattern of patternsOf(mapping)) expect(pattern.eventName.length).toBeGreaterThan(0);
  });
});

describe('what goes to whom', () => {
  const inserted = (actions: string[]) => [
    { eventName: ['INSERT'], dynamodb: { NewImage: { action: { S: actions.toSorted() } } } },
  ];

  it('the flow follows from what moves it: what lapses has waited for its unit, not for a decision; an approval is kept', () => {
    const mapping = consumer('AdvanceFlow');
    expect(mapping && patternsOf(mapping)).toEqual(
      inserted(['submitted', 'decided', 'taken-back', 'approved', 'withdrawn', 'recalled']),
    );
  });

  it('a mail follows from what is asked, what became of a project, and a decision with details or that is sent back', () => {
    const mapping = consumer('SendMail');
    const actions = [
      ...['requested', 'link-renewed', 'reminded', 'escalated', 'reassigned', 'rerouted'],
      ...['mail-failed', 'deadline-changed'],
      ...['approved', 'returned', 'rejected', 'recalled', 'withdrawn', 'lapsed', 'taken-back'],
    ];
    expect(mapping && patternsOf(mapping)).toEqual([
      ...inserted(actions),
      {
        eventName: ['INSERT'],
        dynamodb: { NewImage: { action: { S: ['decided'] }, detailsHash: { S: [{ exists: true }] } } },
      },
      {
        eventName: ['INSERT'],
        dynamodb: {
          NewImage: {
            action: { S: ['decided'] },
            reopens: { M: { contentHash: { S: [{ exists: true }] } } },
          },
        },
      },
    ]);
  });

  const letThrough = (name: string, isTold: boolean) => {
    const mapping = consumer(name);
    const images: readonly { action: { S: readonly string[] }; detailsHash?: object; reopens?: object }[] =
      mapping
        ? patternsOf(mapping).map(({ dynamodb }: { dynamodb: { NewImage: object } }) => dynamodb.NewImage)
        : [];
    return (action: Action) =>
      images.some(
        (image) => image.action.S.includes(action) && (isTold || !(image.detailsHash ?? image.reopens)),
      );
  };

  it.each(actions())('%s goes to whoever the table of effects gives work', (action) => {
    const { flow, keeps, mails } = effects[action];
    expect(letThrough('AdvanceFlow', false)(action)).toBe(flow !== undefined || keeps !== undefined);
    expect(letThrough('SendMail', true)(action)).toBe(mails.length > 0);
    // Without them nothing was cut, and nothing sent back.
    expect(letThrough('SendMail', false)(action)).toBe(
      mails.some(({ when }) => when !== 'cut' && when !== 'sent-back'),
    );
  });

  it('an alarm follows from any change or removal, whatever its action', () => {
    const mapping = consumer('WatchHistory');
    expect(mapping && patternsOf(mapping)).toEqual([{ eventName: ['MODIFY', 'REMOVE'] }]);
  });

  it('the stream holds what an event was before', () => {
    const history = storage.find((resource) => resource.id === 'History');
    expect(history?.properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  });
});
