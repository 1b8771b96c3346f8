// Runs the app on this machine: `node examples/word-count/run.ts`.
import { App } from 'aws-cdk-lib'
import { startLocal } from 'cdk-loopback/start-local'
import { WordCountStack } from './stack.ts'

const app = new App({ outdir: 'cdk.out' })
new WordCountStack(app, 'WordCount')
const stack = await startLocal({ assembly: app.synth().directory, data: '.loopback', log: console.error })

console.log(`Upload a text:  curl --aws-sigv4 aws:amz:us-east-1:s3 --user me:secret \\
  --upload-file README.md ${stack.aws}/${stack.plan.outputs.TextsBucket}/README.md
See its count:  ${stack.site}/counts`)
process.once('SIGINT', () => void stack.close())
