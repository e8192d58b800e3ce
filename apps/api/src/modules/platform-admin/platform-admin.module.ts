import { Module } from '@nestjs/common';
import { PlatformSchoolsController } from './http/platform.controller.js';
import { SchoolsOverview } from './schools-overview.js';

@Module({ controllers: [PlatformSchoolsController], providers: [SchoolsOverview] })
export class PlatformAdminModule {}
