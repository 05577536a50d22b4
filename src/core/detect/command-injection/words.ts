/** Tables of programs and files, from POSIX, coreutils, GTFOBins (https://gtfobins.github.io) and LOLBAS (https://lolbas-project.github.io). */

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter(Boolean));
}

/** Commands that run the command in their words. */
export const PREFIXES = words(
  'sudo doas time nohup env exec command builtin nice ionice timeout xargs stdbuf setsid strace ltrace busybox unbuffer chroot flock watch cpulimit',
);

/** Names that are no word of everyday text. */
export const PROGRAMS = words(`
  bash sh zsh dash ksh csh tcsh ash rbash pwd ls whoami ifconfig ipconfig netstat uname wget curl nc ncat netcat nslookup chmod chown chgrp mkdir rmdir rm mv cp ln lsof dmesg
  printenv awk gawk mawk sed grep egrep fgrep zgrep xargs tac xxd hexdump base64 base32 base58 uniq gunzip gzip bunzip2 unxz zcat bzcat xzcat ssh scp sftp rsync telnet tftp ftp socat openssl
  python python2 python3 perl php lua5 lua gcc clang gdb vim vi emacs useradd userdel usermod adduser passwd sudo su crontab systemctl iptables umount fdisk dd killall pkill
  reboot poweroff traceroute tracert tracepath lastlog lastlogin getent cmd powershell pwsh certutil bitsadmin mshta regsvr32 rundll32 wscript cscript wmic schtasks tasklist taskkill systeminfo
  attrib icacls regedit bcdboot bcdedit vssadmin msiexec printf mknod mkfifo nmap tcpdump tshark masscan docker kubectl npm npx pip pip3 apt apt-get yum dnf apk lwp-download aria2c uconv
  irb busybox c89 c99 rmt rmt-tar visudo ssh-copy-id ssh-keygen jq sqlite3 mysql psql mongo tmux strace ltrace nohup setsid cpulimit groupadd hostnamectl ifup ip6tables journalctl lsblk lsmod
  modprobe nano ncdu ngrep pgrep readlink realpath runuser sha256sum md5sum shred sysctl tcpkill tcsh unlink unzip useradd vipw whereis xterm zip zsh fping hping3 arping iwr iex invoke-expression
  invoke-webrequest netsh wevtutil nltest xcopy rmt-dump ansible-config ansible-galaxy ansible-vault ansible-playbook ansible-inventory ansible-doc
  ansible-console ansible-pull chef-run chef-shell chef-vault chef-client cscli start-process get-content get-process get-childitem dig .shell .system`);

/** Names that are also words of everyday text: they count only with the arguments of a command. */
export const COMMON = words(`
  cat tee id env true false sysinfo echo find head tail more less sort cut tr wc od nl rev tar date time top at cal watch split join paste column fold expand unexpand comm diff cmp file stat strings touch kill ps
  who w last history groups host hostname ping route mount arp make node ruby java go git ed ex find locate look test type dir copy del erase move ren start net reg set export alias eval exec
  source read trap sleep shutdown halt service screen timeout fetch man mail wall write talk finger yes seq shuf sum install login users bridge perf flock capsh nice trap
  cd trap fish tclsh script expect pip gem bundle cargo rustc composer yarn brew snap zip ansible       
      `);

/** Programs that run what they read. */
export const INTERPRETERS = words(
  'sh bash zsh dash ksh ash csh tcsh fish python python2 python3 perl ruby php node lua tclsh pwsh powershell iex invoke-expression',
);
export const SHELLS = words('sh bash zsh dash ksh ash csh tcsh fish cmd powershell pwsh');
export const DOWNLOADERS = words('curl wget fetch aria2c lwp-download lynx iwr irm invoke-webrequest invoke-restmethod');
/** Programs that send what they are given. */
export const SENDERS = words(
  'curl wget nc ncat netcat socat ftp tftp telnet scp sftp rsync mail mailx sendmail mutt invoke-webrequest invoke-restmethod iwr irm dig nslookup host ping http httpie lftp',
);
export const READERS = words(
  'cat tac head tail less more base64 base32 xxd od strings cut sed awk grep tar zip gzip cp rev nl type get-content openssl gpg hexdump',
);

const CREDENTIAL_FILE =
  /(?:^|[/\\@='"<~])(?:\.ssh(?:[/\\](?:id_[a-z0-9_]+|identity|\*)?)?$|id_(?:rsa|dsa|ecdsa|ed25519)$|\.aws[/\\](?:credentials|config)|\.netrc$|\.git-credentials|\.pgpass|\.my\.cnf|\.kube[/\\]config|\.docker[/\\]config\.json|\.aws$|\.gnupg(?:[/\\]|$)|\.npmrc$|\.pypirc$|etc\/(?:shadow|gshadow|sudoers|master\.passwd)|\.config\/gcloud|\.azure[/\\]|\.vault-token|\.bash_history|\.zsh_history|wallet\.dat|login data|cookies\.sqlite|key4\.db|logins\.json|proc\/(?:self|\d+|\*)\/environ|secring\.gpg|\.terraform\.d\/credentials)/i;

/** Most words are no path at all. */
const MARKED = /[/\\._ ]/;

/** Files that hold credentials; a public key is none. */
export function isCredentialFile(word: string): boolean {
  return MARKED.test(word) && CREDENTIAL_FILE.test(word) && !word.endsWith('.pub');
}
const SENSITIVE_FILE =
  /(?:^|[/\\=@<'"])(?:etc\/(?:passwd|shadow|group|hosts|sudoers|issue|cron|ssh)|proc\/(?:self|\d+)\/|boot\.ini|win\.ini|system32\b|windows\\system)|flag(?:\.txt)?$/i;
export function isSensitiveFile(word: string): boolean {
  return (MARKED.test(word) || word.endsWith('flag')) && (SENSITIVE_FILE.test(word) || isCredentialFile(word));
}
