-- Videos
--
-- Every table has row level security: its grants and policies say who may do what.
-- Functions that triggers run live in the schema private, which the API does not expose.

-- Gives up rather than wait long for tables in use

set local lock_timeout to '5s';

-- Files: replaced rules

drop policy if exists own_folder_delete on storage.objects;

drop policy if exists own_folder_update on storage.objects;

drop policy if exists own_folder_insert on storage.objects;

drop policy if exists own_folder_select on storage.objects;

-- Video

create table if not exists public.videos (
  id uuid not null default gen_random_uuid(),
  author_id uuid not null,
  caption text not null default '',
  video_path text not null,
  thumbnail_path text not null,
  duration_ms int not null,
  width int not null,
  height int not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint videos_pkey primary key (id),
  constraint videos_author_id_fkey
    foreign key (author_id)
    references public.profiles (id)
    on delete cascade,
  constraint videos_caption_length_check check (char_length(caption) <= 150),
  constraint videos_video_path_length_check check (char_length(video_path) between 1 and 300),
  constraint videos_thumbnail_path_length_check check (char_length(thumbnail_path) between 1 and 300),
  constraint videos_duration_ms_range_check check (duration_ms between 1 and 60999),
  constraint videos_width_range_check check (width between 1 and 16384),
  constraint videos_height_range_check check (height between 1 and 16384)
);

comment on table public.videos is 'A short video that somebody shared.';

comment on column public.videos.author_id is 'Who shared it.';

comment on column public.videos.video_path is 'The object in the bucket videos.';

comment on column public.videos.thumbnail_path is 'The object in the bucket thumbnails.';

create index if not exists videos_created_at_id_idx on public.videos (created_at desc, id desc);

create index if not exists videos_author_id_created_at_id_idx on public.videos (author_id, created_at desc, id desc);

create or replace trigger videos_updated_at
  before update
  on public.videos
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_videos()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_videos() from public;

create or replace trigger videos_guard
  before insert
  on public.videos
  for each row
  execute function private.guard_videos();

create or replace function private.count_videos()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.author_id is distinct from old.author_id) then
    update public.profiles set video_count = video_count + 1 where id = new.author_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.author_id is distinct from old.author_id) then
    update public.profiles set video_count = greatest(video_count - 1, 0) where id = old.author_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_videos() from public;

create or replace trigger videos_count
  after insert or delete or update of author_id
  on public.videos
  for each row
  execute function private.count_videos();

alter table public.videos enable row level security;

revoke all on public.videos from anon, authenticated;

grant select on public.videos to anon;

grant select, insert, delete on public.videos to authenticated;

grant all on public.videos to service_role;

drop policy if exists videos_select on public.videos;
create policy videos_select
  on public.videos
  for select
  to anon, authenticated
  using (true);

drop policy if exists videos_insert on public.videos;
create policy videos_insert
  on public.videos
  for insert
  to authenticated
  with check (author_id = (select auth.uid()));

drop policy if exists videos_delete on public.videos;
create policy videos_delete
  on public.videos
  for delete
  to authenticated
  using (author_id = (select auth.uid()));

-- Profile: changes

alter table public.profiles
  add column if not exists video_count int
    not null
    default 0;

alter table public.profiles
  drop constraint if exists profiles_video_count_range_check,
  add constraint profiles_video_count_range_check check (video_count >= 0) not valid;

alter table public.profiles validate constraint profiles_video_count_range_check;

create or replace function private.guard_profiles()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of profiles cannot be changed';
  end if;
  if new.video_count is distinct from old.video_count then
    raise exception using errcode = '42501', message = 'video_count of profiles cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of profiles cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_profiles() from public;

-- Files

insert into storage.buckets (
  id,
  name,
  public,
  file_size_limit,
  allowed_mime_types
) values
  ('thumbnails', 'thumbnails', true, 1000000, array['image/webp', 'image/jpeg'])
on conflict (id) do update set
  public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

insert into storage.buckets (
  id,
  name,
  public,
  file_size_limit,
  allowed_mime_types
) values
  ('videos', 'videos', true, 50000000, array['video/mp4', 'video/webm', 'video/quicktime'])
on conflict (id) do update set
  public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

create policy own_folder_select
  on storage.objects
  for select
  to authenticated
  using (
    bucket_id in ('avatars', 'thumbnails', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

create policy own_folder_insert
  on storage.objects
  for insert
  to authenticated
  with check (
    bucket_id in ('avatars', 'thumbnails', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

create policy own_folder_update
  on storage.objects
  for update
  to authenticated
  using (
    bucket_id in ('avatars', 'thumbnails', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  )
  with check (
    bucket_id in ('avatars', 'thumbnails', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

create policy own_folder_delete
  on storage.objects
  for delete
  to authenticated
  using (
    bucket_id in ('avatars', 'thumbnails', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );
