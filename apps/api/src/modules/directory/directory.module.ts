import { Module } from '@nestjs/common';
import { WorkspacesController } from './http/workspaces.controller.js';
import { Workspaces } from './workspaces.js';

@Module({
  controllers: [WorkspacesController],
  providers: [Workspaces],
  exports: [],
})
export class DirectoryModule {}
