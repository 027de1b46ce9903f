import { type Published, publish } from '../../support/downloads.js'
import { content, type Target } from './target.js'

type Run = (file: Published) => Promise<void>

/** A file of its own for one input, which may change it, gone behind it. */
export const withFile = (target: Target, run: Run): Promise<void> => withBytes(target, content, run)

/** The same with a content of its own. */
export async function withBytes({ client }: Target, bytes: Buffer, run: Run): Promise<void> {
  const file = await publish(client, { content: bytes, name: 'scratch.bin' })
  await run(file)
  await client.delete(`/files/${file.id}`)
}
