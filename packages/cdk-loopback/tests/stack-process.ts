// A process of its own that runs the pipeline below a folder until it is killed, and says where its endpoint is.
import path from 'node:path'
import { runStack } from '../src/run-stack.ts'
import { pipeline } from './pipeline.ts'

const [, , folder = ''] = process.argv
const stack = await runStack((urls) => pipeline(folder, urls), { data: path.join(folder, 'data') })
console.log(stack.aws)
