import { startAwsEndpoint } from '../../src/aws-endpoint.ts'
import { openDynamo } from '../../src/dynamodb/dynamodb-service.ts'

const [folder = ''] = process.argv.slice(2)
const { url } = await startAwsEndpoint({ dynamodb: openDynamo({ folder }) })
console.log(url)
