import type { Command } from '../terminal/command.js'
import { completion } from './completion.js'
import { deleteFiles } from './delete.js'
import { download } from './download.js'
import { info } from './info.js'
import { list } from './list.js'
import { open } from './open.js'
import { rename } from './rename.js'
import { replace } from './replace.js'
import { serve } from './serve.js'
import { upload } from './upload.js'

const clients = { upload, download, list, info, replace, rename, delete: deleteFiles, open, serve }

/** Every command but those of operators, by name. */
export const commands: Readonly<Record<string, Command>> = {
  ...clients,
  admin: {
    summary: 'the commands of operators, on the data directory',
    help: '',
    run: async (args) => (await import('../admin/run-admin.js')).runAdmin(args),
  },
  completion: completion(clients),
}
