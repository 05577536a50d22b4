/** Commands that destroy, stay, or reach out of their container. */
import type { Command } from './commands.ts';
import { hasOption } from './pipelines.ts';

const DISK = /^\/dev\/(?:sd[a-z]|nvme\d|hd[a-z]|vd[a-z]|xvd[a-z]|disk\d|mmcblk\d|mem$|kmem$)/;
const WHOLE_DISK = /^\/dev\/(?:sd[a-z]|nvme\d+n\d+|hd[a-z]|vd[a-z]|xvd[a-z]|disk\d+|mmcblk\d+)$/;
const ROOTS =
  /^(?:\/|\/\*|~|~\/|~\/\*|\$HOME\/?\*?|\$\{HOME\}\/?\*?|\/(?:etc|usr|bin|sbin|boot|lib|lib64|home|var|root|dev|opt|sys|proc|users|system)\/?\*?|[a-z]:\\?\*?|[a-z]:\\windows\\?.*)$/i;
const STARTUP =
  /(?:^|\/)(?:\.bashrc|\.bash_profile|\.profile|\.zshrc|\.zprofile|authorized_keys|rc\.local|crontab|ld\.so\.preload)$|\/etc\/(?:cron[^/]*|systemd\/system|init\.d|profile\.d)\/|\/Library\/Launch(?:Agents|Daemons)\//;

export const isDisk = (path: string): boolean => DISK.test(path);
/** A file from which programs are started at log-in, at boot or by the clock. */
export const isStartupFile = (path: string): boolean => STARTUP.test(path);

export function wipes(command: Command): number {
  const { name, words, redirects } = command;
  if (name === 'rm') {
    if (words.some(({ text }) => text === '--no-preserve-root')) return 0.97;
    const recursive = hasOption(command, 'r', '--recursive') || hasOption(command, 'R');
    return recursive && words.some(({ text }) => ROOTS.test(text)) ? 0.96 : 0;
  }
  if (name === 'dd')
    return words.some(({ text }) => text.startsWith('of=') && DISK.test(text.slice(3))) &&
      words.some(({ text }) => /^if=\/dev\/(?:zero|u?random|full)/.test(text))
      ? 0.95
      : 0;
  if (name.startsWith('mkfs') || name === 'wipefs' || name === 'shred') {
    if (words.some(({ text }) => WHOLE_DISK.test(text))) return 0.9;
    return words.some(({ text }) => DISK.test(text)) ? 0.6 : 0;
  }
  if (redirects.some(({ mark, target }) => mark.startsWith('>') && target !== null && DISK.test(target.text))) return 0.93;
  if (name === 'format' && words.some(({ text }) => /^[c]:\\?$/i.test(text))) return 0.93;
  if (
    /^(?:rd|rmdir|del|erase)$/.test(name) &&
    words.some(({ text }) => /^\/s$/i.test(text)) &&
    words.some(({ text }) => /^[a-z]:\\?(?:\*(?:\.\*)?|windows.*|users.*)?$/i.test(text))
  )
    return 0.95;
  if (name === 'vssadmin' && /^delete$/i.test(words[0]?.text ?? '')) return 0.95;
  return 0;
}

export function persists(command: Command): number {
  const { name, words, redirects } = command;
  if (redirects.some(({ mark, target }) => mark.startsWith('>') && target !== null && STARTUP.test(target.text))) return 0.5;
  if (name === 'tee' && words.some(({ text }) => STARTUP.test(text))) return 0.5;
  if (name === 'crontab' && (words.length === 0 || words[0]?.text === '-' || (words[0] !== undefined && !words[0].text.startsWith('-'))))
    return 0.45;
  if (name === 'schtasks' && words.some(({ text }) => /^\/create$/i.test(text))) return 0.5;
  return name === 'reg' && /^add$/i.test(words[0]?.text ?? '') && words.some(({ text }) => /currentversion\\run/i.test(text)) ? 0.55 : 0;
}

/** Whole disks, and the socket that starts further containers. */
const HOST_MOUNT = /^(?:-v|--volume=|--mount=)?(?:\/|\/etc|\/root|\/proc):\/|(?:source|src)=\/,/;

/** `docker run -v /:/host --privileged`, `nsenter -t 1`: the way out of a container. */
export function reachesHost({ name, words }: Command): number {
  if (words.some(({ text }) => text.endsWith('/docker.sock')) && (name === 'curl' || name === 'socat' || name === 'nc')) return 0.75;
  const texts = words.map(({ text }) => text);
  if (name === 'nsenter') {
    const target = texts.findIndex((text) => /^(?:-t|--target)$/.test(text));
    const isFirst = texts[target + 1] === '1' || texts.some((text) => text === '-t1' || text === '--target=1');
    return isFirst && (target >= 0 || texts.length > 0) ? 0.88 : 0;
  }
  if (name === 'kubectl') {
    const given = texts.find((text) => text.includes('"hostPID"') || text.includes('"hostPath"') || text.includes('"privileged"'));
    return given &&
      /"hostPID"\s{0,4}:\s{0,4}true|"privileged"\s{0,4}:\s{0,4}true/.test(given) &&
      /nsenter|"path"\s{0,4}:\s{0,4}"\/"|chroot/.test(given)
      ? 0.88
      : 0;
  }
  if (name !== 'docker' && name !== 'podman' && name !== 'nerdctl') return 0;
  const mountsRoot = texts.some((text) => HOST_MOUNT.test(text));
  const isPrivileged = texts.some((text) => text === '--privileged' || /^--pid[= ]?host$/.test(text));
  if (texts.includes('nsenter') && isPrivileged) return 0.9;
  return mountsRoot ? (isPrivileged || texts.includes('chroot') ? 0.88 : 0.82) : isPrivileged ? 0.45 : 0;
}

/** `:(){ :|:& };:`: a function whose body starts itself twice. */
export function isForkBomb(text: string): boolean {
  const match =
    /(?:^|[\s;&|])([^\s(){}|&;]{1,16})\(\)\s{0,4}\{\s{0,4}([^\s(){}|&;]{1,16})(?:\(\))?\s{0,4}[|&]\s{0,4}([^\s(){}|&;]{1,16})(?:\(\))?\s{0,4}(?:&\s{0,4})?;?\s{0,4}\}/.exec(
      text,
    );
  return match !== null && match[1] === match[2] && match[2] === match[3];
}
