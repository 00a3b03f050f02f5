import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Bundles, bundleFunctions, bundlesIn } from './bundles.ts';
import { lock } from './local/synthesize.ts';

/**
 * The functions' bundles for one of many syntheses of the same sources, as tests make them: they depend on no setting,
 * and to build them is nearly all of what a synthesis costs. The first that asks builds them; each gets a copy.
 *
 * @param kept the folder that keeps them, of these sources alone
 */
export async function keptBundles(kept: string, root: string, outdir: string): Promise<Bundles> {
  if (!existsSync(kept)) {
    const unlock = await lock(`${kept}.lock`);
    try {
      // Another may have built them while this one waited.
      if (!existsSync(kept)) {
        const made = mkdtempSync(`${kept}-`);
        await bundleFunctions(root, made);
        renameSync(made, kept);
      }
    } finally {
      unlock();
    }
  }
  rmSync(join(outdir, 'bundles'), { recursive: true, force: true });
  cpSync(kept, outdir, { recursive: true });
  return bundlesIn(outdir);
}
