// Runs the pipeline below a folder in a separate process until it is killed. Prints the URL of its endpoint.
import path from 'node:path'
import { runStack } from '../src/run-stack.ts'
import { operator } from './operator.ts'
import { pipeline } from './pipeline.ts'

const [, , folder = ''] = process.argv
const stack = await runStack((urls) => pipeline(folder, urls), {
  data: path.join(folder, 'data'),
  credentials: operator,
})
console.log(stack.aws)
