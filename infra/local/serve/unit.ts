import { dirname, resolve } from 'node:path';
import type { ServeSettings } from './settings-file.ts';

/** The unit by which systemd runs the server, for this checkout, this Node and these settings. */
export const unitOf = ({ host, server }: ServeSettings, settingsFile: string): string => `[Unit]
Description=Countersign
After=network-online.target
Wants=network-online.target

[Service]
User=countersign
WorkingDirectory=${host.root}
ExecStart=${process.execPath} ${resolve(host.root, 'infra/local/serve.ts')} --settings ${settingsFile}
Restart=on-failure
RestartSec=5
# To the server alone, which ends its database when it has finished what runs; it takes 30 s at most.
KillMode=mixed
TimeoutStopSec=45
UMask=0077
LimitNOFILE=65536
# Ports below 1024, and nothing else that an ordinary user may not do.
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=true
PrivateDevices=true
ReadWritePaths=-${dirname(server.data)} -${server.data}

[Install]
WantedBy=multi-user.target
`;
