/** Whether a text fits a pattern of IAM's: `*` is any run of characters, `?` is any one. */
export function wildcard(pattern: string, flags: '' | 'i' = ''): (text: string) => boolean {
  const source = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, `s${flags}`);
  return (text) => expression.test(text);
}

/** Whether an ARN fits, as `ArnLike` compares: each of its six parts by itself, so that `*` crosses no colon but the last's. */
export function arnLike(pattern: string): (arn: string) => boolean {
  const parts = partsOf(pattern).map((part) => wildcard(part));
  return (arn) => {
    const given = partsOf(arn);
    return given.length === parts.length && parts.every((fits, index) => fits(given[index] ?? ''));
  };
}

/** `arn:aws:sqs:eu-central-1:1234:a:b` → five parts, and the rest as the sixth. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
