import { readdir, readFile } from 'node:fs/promises';

/** The process that another one started, by the name of its program. Linux alone tells it by /proc. */
export async function childOf(parent: number, program: string): Promise<number> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of all) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [, name, ppid] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? [];
    if (name === program && Number(ppid) === parent) return Number(pid);
  }
  throw new Error(`Process ${parent} has no child ${program}`);
}
