import * as z from 'zod';

// As EventBridge delivers what S3 and GuardDuty tell of an object; only what is read here.

/** S3 user guide, "EventBridge event message structure". Keys are as they are, not encoded as for a queue. */
const created = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  detail: z.object({ object: z.object({ key: z.string() }) }),
});

/**
 * GuardDuty user guide, "Monitoring S3 object scans with Amazon EventBridge". `UNSUPPORTED` is what GuardDuty cannot
 * look into, such as a file with a password; with `ACCESS_DENIED` and `FAILED` nothing was found out.
 */
const scanned = z.object({
  source: z.literal('aws.guardduty'),
  'detail-type': z.literal('GuardDuty Malware Protection Object Scan Result'),
  detail: z.object({
    s3ObjectDetails: z.object({ objectKey: z.string() }),
    scanResultDetails: z.object({
      scanResultStatus: z.enum([
        'NO_THREATS_FOUND',
        'THREATS_FOUND',
        'UNSUPPORTED',
        'ACCESS_DENIED',
        'FAILED',
      ]),
      threats: z.array(z.object({ name: z.string() })).nullish(),
    }),
  }),
});

/** What is told of an upload: that it is there, or what GuardDuty found in it. */
export const fileEvent = z.discriminatedUnion('source', [created, scanned]);
export type FileEvent = z.infer<typeof fileEvent>;
