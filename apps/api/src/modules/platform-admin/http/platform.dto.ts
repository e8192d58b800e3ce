import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../../platform/http/index.js';

export class CohortFacts {
  @ApiProperty({ type: 'integer' }) year!: number;
  @ApiProperty() open!: boolean;
  @ApiProperty({ type: 'integer' }) students!: number;
}

export class StateCount {
  @ApiProperty() state!: string;
  @ApiProperty() label!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
}

export class SchoolRow {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [CohortFacts] }) cohorts!: CohortFacts[];
  @ApiProperty({ type: 'integer' }) students!: number;
  @ApiProperty({ type: 'integer' }) agreements!: number;
  @ApiProperty({ type: [StateCount] }) states!: StateCount[];
}

export class SchoolPage extends PageOf(SchoolRow) {}
