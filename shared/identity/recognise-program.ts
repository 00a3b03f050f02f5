import { Problem } from '../contract/problem.ts';
import { log } from '../runtime/log.ts';
import type { Database } from '../store/database.ts';
import { loadDirectory } from '../store/directory/load.ts';
import { peopleWith, unitsWith } from '../store/directory/part.ts';
import { StorageUnavailable } from '../store/errors.ts';
import type { Words } from '../values/language.ts';
import { beijingDay } from '../values/working-days.ts';
import type { Principal } from './principal.ts';
import { isExpired, keyHash, type ProgramRecord, programOfKey } from './program.ts';
import { findProgram, keepUse } from './program-store.ts';

/** Why a key does not hold is told to whoever has it: it is theirs, and the sentence says whom to ask. */
function refused(reason: string, detail?: Words): Problem {
  log.info('TOKEN_REFUSED', { reason });
  return new Problem('invalid-token', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    ...(detail ? { detail } : {}),
  });
}

const isOver = {
  revoked: { zh: '此程序密钥已被管理员停用', en: 'An administrator has revoked this program’s key' },
  expired: (until: string): Words => ({
    zh: `此程序密钥有效期至 ${until}，已过期；管理员可以续期`,
    en: `This program’s key was valid until ${until}; an administrator can renew it`,
  }),
  'not-listed': {
    zh: '此程序密钥所代表的人员或单位已不在机构名录中',
    en: 'The person or unit that this program’s key stands for is no longer in the directory',
  },
} as const;

/** Whom a program acts as: its person, or itself where it reads for a unit; null where the directory lacks them. */
async function actorFor(database: Database, program: ProgramRecord) {
  const { id, name, person, unit } = program;
  const directory = await loadDirectory(database);
  if (person !== undefined) {
    const found = (await peopleWith(directory, [person])).get(person);
    return found ? { id: found.id, name: found.name } : null;
  }
  const known = unit !== undefined && (await unitsWith(directory, [unit])).has(unit);
  // No person's id has a colon.
  return known ? { id: `program:${id}`, name } : null;
}

/** By program the day on which this instance last wrote that it calls: a write a day, not one for each call. */
const written = new Map<string, string>();

async function noteUse(database: Database, id: string, day: string): Promise<void> {
  if (written.get(id) === day) return;
  try {
    await keepUse(database, id, day);
    written.set(id, day);
  } catch (error) {
    // Reading goes on where nothing can be stored.
    if (!(error instanceof StorageUnavailable)) throw error;
  }
}

/** Who calls by a program's key. @throws Problem `invalid-token`, with why where the key is or was one */
export async function recogniseProgram(database: Database, key: string, now: Date): Promise<Principal> {
  const id = programOfKey(key);
  const program = id === undefined ? undefined : await findProgram(database, id);
  // What is compared is the hash of 256 random bits: how long that takes tells nothing of the key.
  if (!program || program.keyHash !== keyHash(key)) throw refused('unknown');
  if (program.revoked) throw refused('revoked', isOver.revoked);
  if (isExpired(program, now)) throw refused('expired', isOver.expired(program.until));
  const actor = await actorFor(database, program);
  if (!actor) throw refused('not-listed', isOver['not-listed']);
  await noteUse(database, program.id, beijingDay(now));
  return {
    ...actor,
    roles: [program.role],
    via: 'bearer',
    program: { id: program.id, madeBy: program.madeBy.id },
  };
}
