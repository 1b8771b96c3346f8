import { startAwsEndpoint } from '../../../local/aws-endpoint.ts'
import { openDynamo } from '../../../local/dynamodb/dynamodb-service.ts'

const [folder = ''] = process.argv.slice(2)
const { url } = await startAwsEndpoint({ dynamodb: openDynamo({ folder }) })
console.log(url)
