/** A folder on a file system of a few megabytes, where that can be had: root on Linux. */
import { spawnSync } from 'node:child_process';

/** Mounts it over `folder`; null where it cannot be mounted. */
export function mountSmallDisk(folder: string, kilobytes: number): { unmount(): void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=0700`, 'tmpfs', folder], { stdio: 'ignore' });
  if (status !== 0) return null;
  return { unmount: () => void spawnSync('umount', ['-l', folder], { stdio: 'ignore' }) };
}
