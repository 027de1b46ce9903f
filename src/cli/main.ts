#!/usr/bin/env node
import { runCommand } from '../terminal/run-command.js'
import { commands } from './commands.js'
import { explain } from './explain.js'

const footer = `The service is that of FILEDROP_URL, http://127.0.0.1:8080 where
it is not set; where it asks who is there, FILEDROP_TOKEN is the token.`
process.exitCode = await runCommand(
  { name: 'filedrop', commands, footer, explain },
  process.argv.slice(2)
)
