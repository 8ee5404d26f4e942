-- AlterTable
ALTER TABLE "invitations" ADD COLUMN     "by_hand" BOOLEAN NOT NULL DEFAULT false;
