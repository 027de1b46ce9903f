#!/usr/bin/env node
import { runAdmin } from '../admin/run-admin.js'

const [group, ...args] = process.argv.slice(2)
if (group === 'admin') {
  process.exitCode = await runAdmin(args)
} else {
  process.stderr.write('Usage: filedrop admin COMMAND\n')
  process.exitCode = 64
}
