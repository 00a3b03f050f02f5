import type { S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { Problem } from '../contract/problem.ts';
import { errorFields, log } from '../runtime/log.ts';
import type { addressSettings, fileSettings } from '../runtime/settings.ts';
import { StorageUnavailable } from '../store/errors.ts';

/** The bytes of a file in a project: what names them is their hash, so that an object is those bytes, always. */
export interface StoredFile {
  readonly projectId: string;
  /** Lowercase hex. */
  readonly sha256: string;
}

/** A file as it is sent: everything that the store itself holds the bytes against. */
export interface SentFile extends StoredFile {
  /** Bytes. */
  readonly size: number;
  readonly type: string;
}

/** What comes in, and what a submitted revision or a recorded decision names. */
export type Bucket = 'uploads' | 'files';

/** An HTML form that a browser posts straight to the bucket, its file last. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** An address that gives the bytes to whoever has it, for a minute. */
export interface SignedAddress {
  readonly url: string;
  /** UTC */
  readonly expiresAt: string;
}

/**
 * Where attached files are. Whatever the store does not do is `files-unavailable`, and of a full disk
 * `StorageUnavailable`: the same call again is right, nothing was half done.
 */
export interface ObjectStore {
  /** Where browsers send files: an origin. */
  readonly uploadsOrigin: string;
  /** A form that takes these bytes and no others, for 15 minutes. */
  presignUpload(file: SentFile): Promise<UploadForm>;
  /** @param as the name and type that a browser takes it for; `inline` to look at, otherwise it is saved */
  presignDownload(
    from: Bucket,
    file: StoredFile,
    as: { readonly disposition: string; readonly type: string },
  ): Promise<SignedAddress>;
  /** Stores bytes that came through a function: as an upload would. */
  put(file: SentFile, bytes: Uint8Array): Promise<void>;
  /**
   * Copies an upload to what is kept; what is kept already stays.
   * @returns false where it is in neither bucket
   */
  keep(file: StoredFile): Promise<boolean>;
  /**
   * Writes an upload over itself: it is announced once more, and its days in the bucket begin anew.
   * @returns false where it is not there
   */
  touch(file: StoredFile & { readonly type: string }): Promise<boolean>;
  /** Whether it is there, and how large. */
  head(from: Bucket, file: StoredFile): Promise<{ readonly size: number } | null>;
  /** The bytes as they come; null where it is not there. */
  read(from: Bucket, file: StoredFile): Promise<AsyncIterable<Uint8Array> | null>;
  /** Removes an upload; one that is not there is gone already. */
  remove(file: StoredFile): Promise<void>;
}

/** A dialogue of a browser with the bucket, begun when the file is chosen: a slow line sends 20 MB in it. */
const UPLOAD_SECONDS = 15 * 60;
/** As long as a browser takes to follow a redirection, and not as long as it takes to pass an address on. */
const DOWNLOAD_SECONDS = 60;

/** `2021-7K3M-9QXD/6b86…`: neither needs to be encoded. */
const objectKey = ({ projectId, sha256 }: StoredFile): string => `${projectId}/${sha256}`;

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

const isMissing = (error: unknown): boolean => ['NoSuchKey', 'NotFound'].includes(nameOf(error));

/** What S3 answers where the object is there, or is being written at this very moment. */
const isTaken = (error: unknown): boolean =>
  ['PreconditionFailed', 'ConditionalRequestConflict'].includes(nameOf(error));

/** What a call that did not do what it should is told as. */
function unavailable(error: unknown, call: string): Error {
  log.warn('FILES_UNAVAILABLE', { call, ...errorFields(error) });
  // The disk of a platform on one machine.
  if (nameOf(error) === 'InsufficientStorage')
    return new StorageUnavailable('The disk takes nothing', { cause: error });
  return new Problem('files-unavailable', { headers: { 'retry-after': '30' }, cause: error });
}

type FileConfig = z.infer<z.ZodObject<typeof fileSettings & typeof addressSettings>>;

const loadSdk = async () => {
  const [s3, post, presigner] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/s3-presigned-post'),
    import('@aws-sdk/s3-request-presigner'),
  ]);
  const client = new s3.S3Client({});
  // Its "bucket" is the address at which browsers reach one; a browser sends no checksum with what it asks for.
  const forBrowsers = new s3.S3Client({
    bucketEndpoint: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { s3, post, presigner, client, forBrowsers };
};

/** The two buckets by S3, whose client is loaded when it is first needed: most calls have no files. */
export function openObjectStore(config: FileConfig): ObjectStore {
  const { protocol } = new URL(config.BASE_URL);
  const buckets = { uploads: config.UPLOADS_BUCKET, files: config.FILES_BUCKET } as const;
  const addresses = {
    uploads: `${protocol}//${config.UPLOADS_HOST}`,
    files: `${protocol}//${config.FILES_HOST}`,
  } as const;
  let opened: ReturnType<typeof loadSdk> | undefined;
  const open = () => {
    opened ??= loadSdk();
    return opened;
  };
  const at = (bucket: Bucket, file: StoredFile) => ({ Bucket: buckets[bucket], Key: objectKey(file) });
  const calling = async <T>(call: string, work: (client: S3Client) => Promise<T>): Promise<T> => {
    try {
      return await work((await open()).client);
    } catch (error) {
      throw unavailable(error, call);
    }
  };
  /** @returns the alternative where S3 says what is expected */
  const unless = async <T, U>(
    isExpected: (error: unknown) => boolean,
    work: Promise<T>,
    alternative: U,
  ): Promise<T | U> => {
    try {
      return await work;
    } catch (error) {
      if (isExpected(error)) return alternative;
      throw error;
    }
  };
  const head = (client: S3Client, from: Bucket, file: StoredFile) =>
    open().then(({ s3 }) =>
      unless(
        isMissing,
        client
          .send(new s3.HeadObjectCommand(at(from, file)))
          .then(({ ContentLength = 0 }) => ({ size: ContentLength })),
        null,
      ),
    );
  return {
    uploadsOrigin: new URL(addresses.uploads).origin,
    presignUpload: (file) =>
      calling('presign-upload', async (client) => {
        const { post } = await open();
        const { fields } = await post.createPresignedPost(client, {
          ...at('uploads', file),
          Expires: UPLOAD_SECONDS,
          Conditions: [['content-length-range', file.size, file.size]],
          Fields: {
            'Content-Type': file.type,
            'x-amz-checksum-algorithm': 'SHA256',
            'x-amz-checksum-sha256': base64(file.sha256),
          },
        });
        // The policy does not say at which address it is posted.
        return { url: addresses.uploads, fields };
      }),
    presignDownload: (from, file, { disposition, type }) =>
      calling('presign-download', async () => {
        const { s3, presigner, forBrowsers } = await open();
        const signedAt = new Date();
        const url = await presigner.getSignedUrl(
          forBrowsers,
          new s3.GetObjectCommand({
            Bucket: addresses[from],
            Key: objectKey(file),
            ResponseContentDisposition: disposition,
            ResponseContentType: type,
            ResponseCacheControl: 'no-store',
          }),
          { expiresIn: DOWNLOAD_SECONDS, signingDate: signedAt },
        );
        return { url, expiresAt: new Date(signedAt.getTime() + DOWNLOAD_SECONDS * 1000).toISOString() };
      }),
    put: (file, bytes) =>
      calling('put', async (client) => {
        const { s3 } = await open();
        await client.send(
          new s3.PutObjectCommand({
            ...at('uploads', file),
            Body: bytes,
            ContentType: file.type,
            ChecksumSHA256: base64(file.sha256),
          }),
        );
      }),
    keep: (file) =>
      calling('keep', async (client) => {
        const { s3 } = await open();
        const copy = new s3.CopyObjectCommand({
          ...at('files', file),
          CopySource: `${buckets.uploads}/${objectKey(file)}`,
          IfNoneMatch: '*',
        });
        const isThere = unless(
          isTaken,
          client.send(copy).then(() => true),
          true,
        );
        // An upload is gone after its days; what was kept before that is there.
        return (await unless(isMissing, isThere, undefined)) ?? (await head(client, 'files', file)) !== null;
      }),
    touch: (file) =>
      calling('touch', async (client) => {
        const { s3 } = await open();
        const copy = new s3.CopyObjectCommand({
          ...at('uploads', file),
          CopySource: `${buckets.uploads}/${objectKey(file)}`,
          MetadataDirective: 'REPLACE',
          ContentType: file.type,
        });
        return unless(
          isMissing,
          client.send(copy).then(() => true),
          false,
        );
      }),
    head: (from, file) => calling('head', (client) => head(client, from, file)),
    read: (from, file) =>
      calling('read', async (client) => {
        const { s3 } = await open();
        const answer = await unless(isMissing, client.send(new s3.GetObjectCommand(at(from, file))), null);
        if (answer === null) return null;
        if (!answer.Body) throw new Error('S3 gave no body');
        return answer.Body.transformToWebStream();
      }),
    remove: (file) =>
      calling('remove', async (client) => {
        const { s3 } = await open();
        await client.send(new s3.DeleteObjectCommand(at('uploads', file)));
      }),
  };
}
