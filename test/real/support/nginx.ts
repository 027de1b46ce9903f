import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'
import { accepts, Service } from './service.js'

const deployed = fileURLToPath(new URL('../../../deploy/nginx.conf', import.meta.url))

// As root it would become another user, who may not write here.
const userLine = process.getuid?.() === 0 ? 'user root;' : ''

// Not every user has it in the path.
export const nginxFile = env.NGINX ?? '/usr/sbin/nginx'

interface NginxOptions {
  readonly port: number
  /** Ports of the two replicas. */
  readonly upstreams: readonly number[]
  /** Changes what is deployed, where a test is about less than that. */
  readonly edit?: (text: string) => string
}

/** nginx with the configuration that is deployed: only ports and the place of its files are others. */
export class Nginx {
  private constructor(
    private readonly service: Service,
    private readonly directory: string,
    private readonly site: string
  ) {}

  static async start({ port, upstreams, edit = (text) => text }: NginxOptions): Promise<Nginx> {
    const directory = await makeTempDir()
    try {
      const site = edit(withPorts(await readFile(deployed, 'utf8'), port, upstreams))
      await writeFile(join(directory, 'site.conf'), site)
      await mkdir(join(directory, 'tmp'))
      const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${directory}/tmp/${name};`
      )
      await writeFile(
        join(directory, 'nginx.conf'),
        `daemon off; ${userLine} worker_processes 1; pid ${directory}/pid; error_log stderr crit;
         events { worker_connections 2048; }
         http { access_log off; ${places.join(' ')} include ${directory}/site.conf; }`
      )
      const args = ['-p', directory, '-c', join(directory, 'nginx.conf'), '-e', 'stderr']
      const answers = () => accepts(port)
      const service = await Service.start({ file: nginxFile, args, answers, endBy: 'SIGTERM' })
      return new Nginx(service, directory, site)
    } catch (error) {
      await removeDir(directory)
      throw error
    }
  }

  /** Sends nothing more to what listens there, once it resolves, and to all again where nothing is given. */
  async takeOut(upstream?: number): Promise<void> {
    const line = `server 127.0.0.1:${upstream}`
    await writeFile(join(this.directory, 'site.conf'), this.site.replace(line, `${line} down`))
    const before = await this.#workers()
    this.service.hangUp()
    // Who works by the configuration of before goes when the last of its requests has its answer.
    for (let now = before; now.length === 0 || now.some((worker) => before.includes(worker)); ) {
      await wait(20)
      now = await this.#workers()
    }
  }

  async #workers(): Promise<string[]> {
    const { pid } = this.service
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return children.split(' ').filter((child) => child !== '')
  }

  async stop(): Promise<void> {
    await this.service.stop()
    await removeDir(this.directory)
  }
}

/** Throws where the file does not have the ports that it is known to have. */
function withPorts(text: string, port: number, upstreams: readonly number[]): string {
  const put = (into: string, from: string, to: string) => {
    if (into.split(from).length !== 2) throw new Error(`deploy/nginx.conf has not one "${from}"`)
    return into.replace(from, to)
  }
  const listening = put(text, 'listen 8080', `listen 127.0.0.1:${port}`)
  return upstreams.reduce(
    (site, upstream, at) => put(site, `127.0.0.1:${8081 + at}`, `127.0.0.1:${upstream}`),
    listening
  )
}
