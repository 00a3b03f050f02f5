import { resolve } from 'node:path';
import type { ServeSettings } from './settings-file.ts';

// What an ordinary user may, with a file system of which only the named folders can be written.
const confined = (writable: readonly string[]): string => `UMask=0077
NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=true
PrivateDevices=true
ReadWritePaths=${writable.map((folder) => quoted(`-${folder}`)).join(' ')}`;

// A percent sign is systemd's own, and so is a blank where a value may be several.
const escaped = (path: string): string => path.replaceAll('%', '%%');
const quoted = (path: string): string => `"${escaped(path)}"`;

const program = (root: string, script: string): string =>
  `${quoted(process.execPath)} ${quoted(resolve(root, 'infra/local', script))}`;

/** The unit by which systemd runs the server, for this checkout, this Node and these settings. */
export const unitOf = ({ host, server }: ServeSettings, settingsFile: string): string => `[Unit]
Description=Countersign
After=network-online.target
Wants=network-online.target

[Service]
User=countersign
WorkingDirectory=${escaped(host.root)}
ExecStart=${program(host.root, 'serve.ts')} --settings ${quoted(settingsFile)}
Restart=on-failure
RestartSec=5
# To the server alone, which ends its database when it has finished what runs; it takes 30 s at most.
KillMode=mixed
TimeoutStopSec=45
LimitNOFILE=65536
# Ports below 1024, and nothing else that an ordinary user may not do.
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
${confined([server.data])}

[Install]
WantedBy=multi-user.target
`;

/** The unit that makes one backup, into a folder, under a name of its own time. */
export const backupUnitOf = (
  { host, server }: ServeSettings,
  settingsFile: string,
  folder: string,
): string => `[Unit]
Description=Backup of Countersign

[Service]
Type=oneshot
User=countersign
WorkingDirectory=${escaped(host.root)}
ExecStart=${program(host.root, 'backup.ts')} ${quoted(folder)} --settings ${quoted(settingsFile)}
# It reads what the server works with: a database that is being written to is opened for writing too.
${confined([server.data, folder])}
`;

/** When the backup is made. */
export const backupTimer = `[Unit]
Description=Backup of Countersign, each night

[Timer]
OnCalendar=*-*-* 02:30
# Where the machine was off at that time.
Persistent=true

[Install]
WantedBy=timers.target
`;
