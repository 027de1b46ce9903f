/**
 * The service on MinIO and PostgreSQL beside what it stands on: `npm run bench:replicas [-- --quick]`. Large files through one
 * replica beside the SDK alone, memory with ten uploads at once, and two replicas behind nginx beside one. It prints and
 * judges nothing.
 */
import process, { argv } from 'node:process'
import { installMinio } from '../scripts/tools/minio.js'
import { ScaledService } from '../test/real/support/scaled-service.js'
import { newPlace, startStores } from '../test/real/support/shared-stores.js'
import { crowds } from './replicas/crowds.js'
import { largeFiles } from './replicas/large-files.js'

const quick = argv.includes('--quick')

// Each server and each client of the ten ends with this process.
process.setMaxListeners(50)

await installMinio()
const stores = await startStores({ database: 'postgres', s3: 'MinIO' })
try {
  const { settings } = await newPlace(stores.addresses)
  const service = await ScaledService.start({ settings })
  try {
    await largeFiles({
      service,
      stores,
      size: (quick ? 128 : 1024) * 2 ** 20,
      rounds: quick ? 1 : 3,
    })
    await crowds({ service, seconds: quick ? 1 : 5, rounds: quick ? 1 : 3 })
  } finally {
    await service.stop()
  }
} finally {
  await stores.remove()
}
