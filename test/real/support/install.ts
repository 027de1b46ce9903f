import { installMinio } from '../../../scripts/tools/minio.js'
import { installMongoJavaServer } from '../../../scripts/tools/mongo-java-server.js'
import { installS3proxy } from '../../../scripts/tools/s3proxy.js'
import { installToxiproxy } from '../../../scripts/tools/toxiproxy.js'
import { installVersitygw } from '../../../scripts/tools/versitygw.js'

/** What the suite talks to, once for all of its files: a server that cannot be had is a failure. */
export async function setup(): Promise<void> {
  const all = [
    installVersitygw,
    installToxiproxy,
    installMinio,
    installMongoJavaServer,
    installS3proxy,
  ]
  for (const one of all) await one()
}
