import { env } from 'node:process'
import { type Browser, chromium } from 'playwright-core'

/**
 * The browser of the system, headless. `hosts` are names that it is to find on this machine, as a web site can
 * arrange for its own.
 */
export function launchBrowser(hosts: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1`).join(', ')}`,
    ],
  })
}
