import { App } from 'aws-cdk-lib'
import { WordCountStack } from './stack.ts'

new WordCountStack(new App(), 'WordCount')
