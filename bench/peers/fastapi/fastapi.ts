import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toolPath } from '../../../scripts/tools/tools.js'
import { sampleRecord } from '../../store/sample-record.js'
import type { Peer, Uploaded } from '../peer.js'
import { installPython, pinned, python } from '../python.js'

const source = fileURLToPath(new URL('.', import.meta.url))

/**
 * FastAPI on uvicorn as https://fastapi.tiangolo.com/deployment/manually/ starts it: one process, access log on
 * standard output. `uvicorn[standard]` brings uvloop and httptools.
 */
function fastapi(metadata: 'memory' | 'json'): Peer {
  const id = ({ answer }: Uploaded): string => JSON.parse(answer).id
  return {
    name: metadata === 'memory' ? 'fastapi' : 'fastapi-json',
    title: metadata === 'memory' ? 'FastAPI, in memory' : 'FastAPI, JSON file',
    promises: {
      durable: 'no',
      hashes: 'no',
      metadata: metadata === 'memory' ? 'until it ends' : 'a JSON file, rewritten at each upload',
      counts: 'no',
      processes: '1',
    },
    api: {
      form: { method: 'POST', path: () => '/files/upload', field: 'file' },
      raw: { method: 'POST', path: (name) => `/files/raw?name=${name}` },
      file: (uploaded) => `/files/${id(uploaded)}`,
      metadata: (uploaded) => `/files/${id(uploaded)}/metadata`,
      list: '/files',
    },
    ready: '/openapi.json',
    install: installPython,
    version: async () => `${pinned('fastapi')} on ${pinned('uvicorn')}`,
    command: ({ directory, port }) => ({
      file: python,
      args: ['-m', 'uvicorn', 'app:app', '--app-dir', source, '--port', `${port}`],
      env: {
        DATA_DIR: directory,
        METADATA: metadata,
        // Large uploads are spooled by Python: on the same file system as what becomes of them.
        TMPDIR: directory,
        PYTHONPYCACHEPREFIX: toolPath('python', 'pycache'),
      },
    }),
    seed: async (directory, count) => {
      mkdirSync(join(directory, 'uploads'))
      const records = Array.from({ length: count }, (_, number) => sampleRecord(number))
      const entries = records.map(({ id, name, type, size, createdAt }) => ({
        id,
        filename: name,
        content_type: type,
        size,
        created_at: new Date(createdAt).toISOString(),
      }))
      writeFileSync(join(directory, 'files.json'), JSON.stringify(entries))
    },
    ...(metadata === 'json' && {
      only: ['4k-form', '4k-raw', 'mixed', 'disk-burst', 'disk-sustained'],
    }),
  }
}

export const fastapiInMemory = fastapi('memory')
export const fastapiJson = fastapi('json')
