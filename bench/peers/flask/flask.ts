import { fileURLToPath } from 'node:url'
import { toolPath } from '../../../scripts/tools/tools.js'
import type { Peer } from '../peer.js'
import { installPython, pinned, python } from '../python.js'

const source = fileURLToPath(new URL('.', import.meta.url))
const heldUp = 'each of its workers serves one reader at a time'

/**
 * Flask on gunicorn as https://flask.palletsprojects.com/en/stable/deploying/gunicorn/ starts it: `-w 4`, which it calls
 * a start, `CPU * 2`; these are of the kind `sync`, which closes each connection, and there is no access log. Workers of
 * this kind are killed when one request takes 30 seconds, as a large one may beside others; 0 lets them finish:
 * https://docs.gunicorn.org/en/stable/settings.html#timeout
 */
export const flask: Peer = {
  name: 'flask',
  title: 'Flask, gunicorn -w 4',
  promises: { durable: 'no', hashes: 'no', metadata: 'no', counts: 'no', processes: '4 workers' },
  api: {
    form: { method: 'POST', path: () => '/', field: 'file' },
    raw: { method: 'PUT', path: (name) => `/uploads/${name}` },
    file: ({ name }) => `/uploads/${name}`,
  },
  ready: '/uploads/-',
  install: installPython,
  version: async () => `${pinned('Flask')} on ${pinned('gunicorn')}`,
  command: ({ directory, port }) => ({
    file: python,
    args: [
      ...['-m', 'gunicorn', '-w', '4', '-b', `127.0.0.1:${port}`],
      ...['--timeout', '0', '--chdir', source, 'app:app'],
    ],
    env: {
      DATA_DIR: directory,
      TMPDIR: directory,
      PYTHONPYCACHEPREFIX: toolPath('python', 'pycache'),
    },
  }),
  cannot: { 'slow-download': heldUp, 'slow-upload': heldUp },
}
