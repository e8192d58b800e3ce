import { ApiProperty } from '@nestjs/swagger';

export class WorkspaceCohort {
  @ApiProperty() year!: number;
  @ApiProperty() open!: boolean;
}

/** One school that this unit has settled at, or asked to. */
export class WorkspaceView {
  @ApiProperty() schoolCode!: string;
  @ApiProperty() schoolName!: string;
  @ApiProperty() status!: string;
  @ApiProperty() statusLabel!: string;
  @ApiProperty({ type: [WorkspaceCohort] }) cohorts!: WorkspaceCohort[];
}

export class WorkspaceList {
  @ApiProperty({ type: [WorkspaceView] }) items!: WorkspaceView[];
}
