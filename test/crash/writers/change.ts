import type { Answer } from '../../support/answer.js'
import { filePart, multipart, textPart } from '../../support/multipart.js'
import type { Changed } from '../../support/wire.js'
import { digestOf, newContent } from './content.js'
import { isSame, type KnownFile, type Mutation } from './known-file.js'
import { factsOf } from './ledger.js'
import { newName, type Turn, types, UnexpectedAnswer } from './turn.js'

interface Request {
  readonly path: string
  readonly contentType: string
  readonly body: Buffer
  readonly mutation: Exclude<Mutation, 'deletion'>
}

type MakeRequest = (turn: Turn, path: string) => Request

const asForm = (
  path: string,
  parts: readonly Buffer[],
  mutation: Request['mutation']
): Request => ({
  path,
  ...multipart(parts, { boundary: 'b'.repeat(40) }),
  mutation,
})

const raw =
  (suffix: string): MakeRequest =>
  ({ random }, path) => {
    const body = newContent(random)
    const type = random.pick(types)
    const name = random.chance(0.3) ? newName() : undefined
    const facts = { ...contentOf(body), type, ...(name !== undefined && { name }) }
    const query = name === undefined ? '' : `?name=${encodeURIComponent(name)}`
    return { path: path + suffix + query, contentType: type, body, mutation: { facts } }
  }

const contentOf = (bytes: Buffer) => ({ size: bytes.length, sha256: digestOf(bytes) })

/** Every way to replace the content of a file, to rename it, or to give it another type. */
const requests: readonly MakeRequest[] = [
  raw(''),
  raw('/content'),
  ({ random }, path) => {
    const content = newContent(random)
    const facts = { ...contentOf(content), type: random.pick(types), name: newName() }
    const parts = [filePart(content, { type: facts.type }), textPart('file_name', facts.name)]
    return asForm(path, parts, { facts })
  },
  (_turn, path) => {
    const name = newName()
    return asForm(path, [textPart('file_name', name)], { facts: { name } })
  },
  ({ random }, path) => {
    const facts = { name: newName(), ...(random.chance(0.5) && { type: random.pick(types) }) }
    const body = Buffer.from(JSON.stringify({ file_name: facts.name, file_type: facts.type }))
    return { path, contentType: 'application/json', body, mutation: { facts } }
  },
]

export async function change(turn: Turn, file: KnownFile): Promise<void> {
  const { client, ledger, random } = turn
  const { path, contentType, body, mutation } = random.pick(requests)(turn, `/files/${file.id}`)
  const begun = ledger.begin(file, mutation)
  const headers = { 'Content-Type': contentType }
  const answer = await client.request('PUT', path, { headers, body })
  if (answer.status === 404 && isLeaving(turn, file)) return ledger.end(file, mutation)
  if (answer.status !== 200) throw new UnexpectedAnswer(`PUT ${path}`, answer)
  const view = answer.json<Changed>().file
  const follows = view.revision === file.revision + 1
  const isRight = !follows || isSame(factsOf(view), { ...file.facts, ...mutation.facts })
  ledger.end(file, mutation)
  ledger.acknowledge(begun)
  if (!ledger.learn(file, view) || !isRight) throw new UnexpectedAnswer(`PUT ${path}`, answer)
}

export async function remove(turn: Turn, file: KnownFile): Promise<void> {
  const { client, ledger } = turn
  const begun = ledger.begin(file, 'deletion')
  const answer = await client.delete(`/files/${file.id}`)
  if (!isOpen(answer)) ledger.end(file, 'deletion')
  if (answer.status === 404 && isLeaving(turn, file)) return
  if (answer.status !== 200) throw new UnexpectedAnswer(`DELETE /files/${file.id}`, answer)
  ledger.remove(file)
  ledger.acknowledge(begun)
}

/** Whether the answer leaves open if it happened: that of a store that cannot tell, or of a proxy whose server is gone. */
const isOpen = ({ status, text }: Answer): boolean =>
  status === 502 || text.includes('"DURABILITY_UNKNOWN"')

/** Whether somebody has asked for the end of the file: that it is not there is then an answer. */
export const isLeaving = ({ ledger }: Turn, file: KnownFile): boolean =>
  file.pending.includes('deletion') || ledger.gone.has(file.id)
