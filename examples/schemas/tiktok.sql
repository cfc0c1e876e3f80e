-- Tiktok
--
-- Every table has row level security: its grants and policies say who may do what.
-- Functions that triggers run live in the schema private, which the API does not expose.

-- Shared by all tables

create schema if not exists private;

create or replace function private.set_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.set_updated_at() from public;

create or replace function private.blocked_users()
returns setof uuid
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return query select b.blocked_id from public.blocks b where b.blocker_id = (select auth.uid())
    union all select b.blocker_id from public.blocks b where b.blocked_id = (select auth.uid());
end;
$$;

revoke execute on function private.blocked_users() from public;

grant execute on function private.blocked_users() to authenticated;

-- Profile

create table if not exists public.profiles (
  id uuid not null,
  username text not null,
  username_lower text not null generated always as (lower(username)) stored,
  display_name text not null default '',
  bio text not null default '',
  avatar_path text,
  video_count int not null default 0,
  follower_count int not null default 0,
  following_count int not null default 0,
  search_vector tsvector not null generated always as (setweight(to_tsvector(cast('pg_catalog.simple' as regconfig), coalesce(username, '')), 'A') || setweight(to_tsvector(cast('pg_catalog.simple' as regconfig), coalesce(display_name, '')), 'B')) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint profiles_pkey primary key (id),
  constraint profiles_id_fkey
    foreign key (id)
    references auth.users (id)
    on delete cascade,
  constraint profiles_username_lower_key unique (username_lower),
  constraint profiles_username_length_check check (char_length(username) between 3 and 24),
  constraint profiles_username_format_check check (username ~ '^[a-zA-Z0-9_]+$'),
  constraint profiles_display_name_length_check check (char_length(display_name) <= 50),
  constraint profiles_bio_length_check check (char_length(bio) <= 160),
  constraint profiles_avatar_path_length_check check (char_length(avatar_path) <= 300),
  constraint profiles_video_count_range_check check (video_count >= 0),
  constraint profiles_follower_count_range_check check (follower_count >= 0),
  constraint profiles_following_count_range_check check (following_count >= 0)
);

comment on table public.profiles is 'What people show of themselves.';

comment on column public.profiles.username is 'The handle.';

create index if not exists profiles_search_vector_idx on public.profiles using gin (search_vector);

create or replace function public.search_profiles(
  query text,
  page_size int default 20,
  after_id uuid default null
)
returns setof public.profiles
language plpgsql stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    with found_profiles as (
      select profiles.id, ts_rank(profiles.search_vector, websearch_to_tsquery(cast('pg_catalog.simple' as regconfig), "left"(search_profiles.query, 200))) as rank
      from public.profiles
      where profiles.search_vector @@ websearch_to_tsquery(cast('pg_catalog.simple' as regconfig), "left"(search_profiles.query, 200))
        and (((select current_setting('role', true))) = 'anon' or (((select current_setting('role', true))) = 'authenticated' and not (id in (select private.blocked_users()))) or ((select current_setting('role', true))) = 'service_role')
    )
    select profiles.*
    from found_profiles join public.profiles on profiles.id = found_profiles.id
    where search_profiles.after_id is null or (found_profiles.rank, found_profiles.id) < (
      select last_profiles.rank, last_profiles.id from found_profiles last_profiles where last_profiles.id = search_profiles.after_id
    )
    order by found_profiles.rank desc, found_profiles.id desc
    limit least(greatest(coalesce(search_profiles.page_size, 20), 1), 100);
end;
$$;

revoke execute on function public.search_profiles(text, int, uuid) from public, anon, authenticated;

grant execute on function public.search_profiles(text, int, uuid) to anon;

grant execute on function public.search_profiles(text, int, uuid) to authenticated;

grant execute on function public.search_profiles(text, int, uuid) to service_role;

create or replace trigger profiles_updated_at
  before update
  on public.profiles
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

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
  if new.follower_count is distinct from old.follower_count then
    raise exception using errcode = '42501', message = 'follower_count of profiles cannot be changed';
  end if;
  if new.following_count is distinct from old.following_count then
    raise exception using errcode = '42501', message = 'following_count of profiles cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of profiles cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_profiles() from public;

create or replace trigger profiles_guard
  before update
  on public.profiles
  for each row
  execute function private.guard_profiles();

create or replace function private.create_profile()
returns trigger
language plpgsql
security definer
set search_path = ''
as $body1$
declare
  wanted_username text := new.raw_user_meta_data ->> 'username';
  wanted_display_name text := new.raw_user_meta_data ->> 'display_name';
begin
  if not coalesce(char_length(wanted_username) between 3 and 24 and wanted_username ~ '^[a-zA-Z0-9_]+$', false)
    or exists (select from public.profiles as made where made.username_lower = lower(wanted_username))
  then
    wanted_username := 'user_' || split_part(new.id::text, '-', 5);
  end if;
  if not coalesce(char_length(wanted_display_name) <= 50, false) then
    wanted_display_name := '';
  end if;
  for attempt in 1..3 loop
    begin
      insert into public.profiles (id, username, display_name)
      values (new.id, wanted_username, wanted_display_name);
      return new;
    exception
      when integrity_constraint_violation then
        -- Somebody took the value between the question and the insert.
        wanted_username := 'user_' || split_part(gen_random_uuid()::text, '-', 5);
        wanted_display_name := '';
    end;
  end loop;
  raise warning '% has no row for user %', 'profiles', new.id;
  return new;
exception
  when others then
    raise warning '% has no row for user %: %', 'profiles', new.id, sqlerrm;
    return new;
end;
$body1$;

revoke execute on function private.create_profile() from public;

create or replace trigger create_profile
  after insert
  on auth.users
  for each row
  execute function private.create_profile();

insert into public.profiles (
  id,
  username,
  display_name
) select
  id,
  'user_' || split_part(id::text, '-', 5),
  ''
from auth.users
on conflict do nothing;

alter table public.profiles enable row level security;

revoke all on public.profiles from anon, authenticated;

grant select on public.profiles to anon;

grant select, update on public.profiles to authenticated;

grant all on public.profiles to service_role;

drop policy if exists profiles_select_anon on public.profiles;
create policy profiles_select_anon
  on public.profiles
  for select
  to anon
  using (true);

drop policy if exists profiles_select on public.profiles;
create policy profiles_select
  on public.profiles
  for select
  to authenticated
  using (not (id in (select private.blocked_users())));

drop policy if exists profiles_update on public.profiles;
create policy profiles_update
  on public.profiles
  for update
  to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));

-- Block

create table if not exists public.blocks (
  blocker_id uuid not null,
  blocked_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint blocks_pkey primary key (blocker_id, blocked_id),
  constraint blocks_blocker_id_fkey
    foreign key (blocker_id)
    references public.profiles (id)
    on delete cascade,
  constraint blocks_blocked_id_fkey
    foreign key (blocked_id)
    references public.profiles (id)
    on delete cascade,
  constraint blocks_blocker_id_blocked_id_distinct_check check (blocker_id is distinct from blocked_id)
);

comment on table public.blocks is 'Two people who do not meet.';

create index if not exists blocks_blocked_id_idx on public.blocks (blocked_id);

create or replace trigger blocks_updated_at
  before update
  on public.blocks
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_blocks()
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

revoke execute on function private.guard_blocks() from public;

create or replace trigger blocks_guard
  before insert
  on public.blocks
  for each row
  execute function private.guard_blocks();

alter table public.blocks enable row level security;

revoke all on public.blocks from anon, authenticated;

grant select, insert, delete on public.blocks to authenticated;

grant all on public.blocks to service_role;

drop policy if exists blocks_select on public.blocks;
create policy blocks_select
  on public.blocks
  for select
  to authenticated
  using (blocker_id = (select auth.uid()));

drop policy if exists blocks_insert on public.blocks;
create policy blocks_insert
  on public.blocks
  for insert
  to authenticated
  with check (blocker_id = (select auth.uid()));

drop policy if exists blocks_delete on public.blocks;
create policy blocks_delete
  on public.blocks
  for delete
  to authenticated
  using (blocker_id = (select auth.uid()));

-- Collection

create table if not exists public.collections (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null,
  title text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint collections_pkey primary key (id),
  constraint collections_owner_id_fkey
    foreign key (owner_id)
    references public.profiles (id)
    on delete cascade,
  constraint collections_title_length_check check (char_length(title) between 1 and 60)
);

comment on table public.collections is 'A private folder of videos.';

create index if not exists collections_owner_id_idx on public.collections (owner_id);

create or replace trigger collections_updated_at
  before update
  on public.collections
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_collections()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of collections cannot be changed';
  end if;
  if new.owner_id is distinct from old.owner_id then
    raise exception using errcode = '42501', message = 'owner_id of collections cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of collections cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_collections() from public;

create or replace trigger collections_guard
  before insert or update
  on public.collections
  for each row
  execute function private.guard_collections();

alter table public.collections enable row level security;

revoke all on public.collections from anon, authenticated;

grant select, insert, update, delete on public.collections to authenticated;

grant all on public.collections to service_role;

drop policy if exists collections_select on public.collections;
create policy collections_select
  on public.collections
  for select
  to authenticated
  using (owner_id = (select auth.uid()));

drop policy if exists collections_insert on public.collections;
create policy collections_insert
  on public.collections
  for insert
  to authenticated
  with check (owner_id = (select auth.uid()));

drop policy if exists collections_update on public.collections;
create policy collections_update
  on public.collections
  for update
  to authenticated
  using (owner_id = (select auth.uid()))
  with check (owner_id = (select auth.uid()));

drop policy if exists collections_delete on public.collections;
create policy collections_delete
  on public.collections
  for delete
  to authenticated
  using (owner_id = (select auth.uid()));

-- Sound

create table if not exists public.sounds (
  id uuid not null default gen_random_uuid(),
  uploader_id uuid not null,
  title text not null,
  artist text not null default '',
  duration_ms int not null,
  use_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint sounds_pkey primary key (id),
  constraint sounds_uploader_id_fkey
    foreign key (uploader_id)
    references public.profiles (id)
    on delete cascade,
  constraint sounds_title_length_check check (char_length(title) between 1 and 100),
  constraint sounds_artist_length_check check (char_length(artist) <= 100),
  constraint sounds_duration_ms_range_check check (duration_ms between 1 and 600000),
  constraint sounds_use_count_range_check check (use_count >= 0)
);

create index if not exists sounds_created_at_id_idx on public.sounds (created_at desc, id desc);

create index if not exists sounds_uploader_id_idx on public.sounds (uploader_id);

create or replace trigger sounds_updated_at
  before update
  on public.sounds
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_sounds()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.use_count := 0;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_sounds() from public;

create or replace trigger sounds_guard
  before insert
  on public.sounds
  for each row
  execute function private.guard_sounds();

alter table public.sounds enable row level security;

revoke all on public.sounds from anon, authenticated;

grant select on public.sounds to anon;

grant select, insert, delete on public.sounds to authenticated;

grant all on public.sounds to service_role;

drop policy if exists sounds_select_anon on public.sounds;
create policy sounds_select_anon
  on public.sounds
  for select
  to anon
  using (true);

drop policy if exists sounds_select on public.sounds;
create policy sounds_select
  on public.sounds
  for select
  to authenticated
  using (not (uploader_id in (select private.blocked_users())));

drop policy if exists sounds_insert on public.sounds;
create policy sounds_insert
  on public.sounds
  for insert
  to authenticated
  with check (uploader_id = (select auth.uid()));

drop policy if exists sounds_delete on public.sounds;
create policy sounds_delete
  on public.sounds
  for delete
  to authenticated
  using (uploader_id = (select auth.uid()));

-- Video

create table if not exists public.videos (
  id uuid not null default gen_random_uuid(),
  author_id uuid not null,
  sound_id uuid,
  caption text not null default '',
  file_path text not null,
  duration_ms int not null,
  published_at timestamptz not null default now(),
  comment_count int not null default 0,
  like_count int not null default 0,
  view_count int not null default 0,
  search_vector tsvector not null generated always as (setweight(to_tsvector(cast('pg_catalog.english' as regconfig), coalesce(caption, '')), 'A')) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint videos_pkey primary key (id),
  constraint videos_author_id_fkey
    foreign key (author_id)
    references public.profiles (id)
    on delete cascade,
  constraint videos_sound_id_fkey
    foreign key (sound_id)
    references public.sounds (id)
    on delete set null,
  constraint videos_caption_length_check check (char_length(caption) <= 300),
  constraint videos_file_path_length_check check (char_length(file_path) between 1 and 300),
  constraint videos_duration_ms_range_check check (duration_ms between 1 and 600000),
  constraint videos_comment_count_range_check check (comment_count >= 0),
  constraint videos_like_count_range_check check (like_count >= 0),
  constraint videos_view_count_range_check check (view_count >= 0)
);

create index if not exists videos_published_at_id_idx on public.videos (published_at desc, id desc);

create index if not exists videos_author_id_published_at_id_idx on public.videos (author_id, published_at desc, id desc);

create index if not exists videos_sound_id_idx on public.videos (sound_id);

create index if not exists videos_search_vector_idx on public.videos using gin (search_vector);

create or replace function public.search_videos(
  query text,
  page_size int default 20,
  after_id uuid default null
)
returns setof public.videos
language plpgsql stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    with found_videos as (
      select videos.id, ts_rank(videos.search_vector, websearch_to_tsquery(cast('pg_catalog.english' as regconfig), "left"(search_videos.query, 200))) as rank
      from public.videos
      where videos.search_vector @@ websearch_to_tsquery(cast('pg_catalog.english' as regconfig), "left"(search_videos.query, 200))
        and (((select current_setting('role', true))) = 'anon' or (((select current_setting('role', true))) = 'authenticated' and not (author_id in (select private.blocked_users()))) or ((select current_setting('role', true))) = 'service_role')
    )
    select videos.*
    from found_videos join public.videos on videos.id = found_videos.id
    where search_videos.after_id is null or (found_videos.rank, found_videos.id) < (
      select last_videos.rank, last_videos.id from found_videos last_videos where last_videos.id = search_videos.after_id
    )
    order by found_videos.rank desc, found_videos.id desc
    limit least(greatest(coalesce(search_videos.page_size, 20), 1), 100);
end;
$$;

revoke execute on function public.search_videos(text, int, uuid) from public, anon, authenticated;

grant execute on function public.search_videos(text, int, uuid) to anon;

grant execute on function public.search_videos(text, int, uuid) to authenticated;

grant execute on function public.search_videos(text, int, uuid) to service_role;

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
  if tg_op = 'INSERT' then
    new.comment_count := 0;
    new.like_count := 0;
    new.view_count := 0;
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of videos cannot be changed';
  end if;
  if new.author_id is distinct from old.author_id then
    raise exception using errcode = '42501', message = 'author_id of videos cannot be changed';
  end if;
  if new.file_path is distinct from old.file_path then
    raise exception using errcode = '42501', message = 'file_path of videos cannot be changed';
  end if;
  if new.sound_id is distinct from old.sound_id then
    raise exception using errcode = '42501', message = 'sound_id of videos cannot be changed';
  end if;
  if new.comment_count is distinct from old.comment_count then
    raise exception using errcode = '42501', message = 'comment_count of videos cannot be changed';
  end if;
  if new.like_count is distinct from old.like_count then
    raise exception using errcode = '42501', message = 'like_count of videos cannot be changed';
  end if;
  if new.view_count is distinct from old.view_count then
    raise exception using errcode = '42501', message = 'view_count of videos cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of videos cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_videos() from public;

create or replace trigger videos_guard
  before insert or update
  on public.videos
  for each row
  execute function private.guard_videos();

create or replace function private.keep_apart_videos()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and exists (select from public.sounds r where r.id = new.sound_id and r.uploader_id in (select private.blocked_users())) then
    raise exception using errcode = '42501', message = 'sound_id of videos belongs to somebody with whom there is a block';
  end if;
  return new;
end;
$$;

revoke execute on function private.keep_apart_videos() from public;

create or replace trigger videos_keep_apart
  before insert
  on public.videos
  for each row
  execute function private.keep_apart_videos();

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
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.sound_id is distinct from old.sound_id) then
    update public.sounds set use_count = use_count + 1 where id = new.sound_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.sound_id is distinct from old.sound_id) then
    update public.sounds set use_count = greatest(use_count - 1, 0) where id = old.sound_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_videos() from public;

create or replace trigger videos_count
  after insert or delete or update of author_id, sound_id
  on public.videos
  for each row
  execute function private.count_videos();

alter table public.videos enable row level security;

revoke all on public.videos from anon, authenticated;

grant select on public.videos to anon;

grant select, insert, update, delete on public.videos to authenticated;

grant all on public.videos to service_role;

drop policy if exists videos_select_anon on public.videos;
create policy videos_select_anon
  on public.videos
  for select
  to anon
  using (true);

drop policy if exists videos_select on public.videos;
create policy videos_select
  on public.videos
  for select
  to authenticated
  using (not (author_id in (select private.blocked_users())));

drop policy if exists videos_insert on public.videos;
create policy videos_insert
  on public.videos
  for insert
  to authenticated
  with check (author_id = (select auth.uid()));

drop policy if exists videos_update on public.videos;
create policy videos_update
  on public.videos
  for update
  to authenticated
  using (author_id = (select auth.uid()))
  with check (author_id = (select auth.uid()));

drop policy if exists videos_delete on public.videos;
create policy videos_delete
  on public.videos
  for delete
  to authenticated
  using (author_id = (select auth.uid()));

-- Bookmark

create table if not exists public.bookmarks (
  collection_id uuid not null,
  video_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint bookmarks_pkey primary key (collection_id, video_id),
  constraint bookmarks_collection_id_fkey
    foreign key (collection_id)
    references public.collections (id)
    on delete cascade,
  constraint bookmarks_video_id_fkey
    foreign key (video_id)
    references public.videos (id)
    on delete cascade,
  constraint bookmarks_user_id_fkey
    foreign key (user_id)
    references public.profiles (id)
    on delete cascade
);

create index if not exists bookmarks_video_id_idx on public.bookmarks (video_id);

create index if not exists bookmarks_user_id_idx on public.bookmarks (user_id);

create or replace trigger bookmarks_updated_at
  before update
  on public.bookmarks
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_bookmarks()
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

revoke execute on function private.guard_bookmarks() from public;

create or replace trigger bookmarks_guard
  before insert
  on public.bookmarks
  for each row
  execute function private.guard_bookmarks();

create or replace function private.keep_apart_bookmarks()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and exists (select from public.videos r where r.id = new.video_id and r.author_id in (select private.blocked_users())) then
    raise exception using errcode = '42501', message = 'video_id of bookmarks belongs to somebody with whom there is a block';
  end if;
  return new;
end;
$$;

revoke execute on function private.keep_apart_bookmarks() from public;

create or replace trigger bookmarks_keep_apart
  before insert
  on public.bookmarks
  for each row
  execute function private.keep_apart_bookmarks();

alter table public.bookmarks enable row level security;

revoke all on public.bookmarks from anon, authenticated;

grant select, insert, delete on public.bookmarks to authenticated;

grant all on public.bookmarks to service_role;

drop policy if exists bookmarks_select on public.bookmarks;
create policy bookmarks_select
  on public.bookmarks
  for select
  to authenticated
  using (
    exists (select 1 from public.collections where collections.id = bookmarks.collection_id)
      and not (user_id in (select private.blocked_users()))
  );

drop policy if exists bookmarks_insert on public.bookmarks;
create policy bookmarks_insert
  on public.bookmarks
  for insert
  to authenticated
  with check (
    exists (select 1 from public.collections where collections.id = bookmarks.collection_id)
      and user_id = (select auth.uid())
  );

drop policy if exists bookmarks_delete on public.bookmarks;
create policy bookmarks_delete
  on public.bookmarks
  for delete
  to authenticated
  using (user_id = (select auth.uid()));

-- Comment

create table if not exists public.comments (
  id uuid not null default gen_random_uuid(),
  video_id uuid not null,
  author_id uuid not null,
  parent_id uuid,
  body text not null,
  reply_count int not null default 0,
  like_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint comments_pkey primary key (id),
  constraint comments_video_id_fkey
    foreign key (video_id)
    references public.videos (id)
    on delete cascade,
  constraint comments_author_id_fkey
    foreign key (author_id)
    references public.profiles (id)
    on delete cascade,
  constraint comments_parent_id_fkey
    foreign key (parent_id)
    references public.comments (id)
    on delete cascade,
  constraint comments_body_length_check check (char_length(body) between 1 and 200),
  constraint comments_reply_count_range_check check (reply_count >= 0),
  constraint comments_like_count_range_check check (like_count >= 0)
);

create index if not exists comments_video_id_created_at_id_idx on public.comments (video_id, created_at desc, id desc);

create index if not exists comments_author_id_idx on public.comments (author_id);

create index if not exists comments_parent_id_idx on public.comments (parent_id);

create or replace trigger comments_updated_at
  before update
  on public.comments
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_comments()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.reply_count := 0;
    new.like_count := 0;
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of comments cannot be changed';
  end if;
  if new.author_id is distinct from old.author_id then
    raise exception using errcode = '42501', message = 'author_id of comments cannot be changed';
  end if;
  if new.video_id is distinct from old.video_id then
    raise exception using errcode = '42501', message = 'video_id of comments cannot be changed';
  end if;
  if new.parent_id is distinct from old.parent_id then
    raise exception using errcode = '42501', message = 'parent_id of comments cannot be changed';
  end if;
  if new.reply_count is distinct from old.reply_count then
    raise exception using errcode = '42501', message = 'reply_count of comments cannot be changed';
  end if;
  if new.like_count is distinct from old.like_count then
    raise exception using errcode = '42501', message = 'like_count of comments cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of comments cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_comments() from public;

create or replace trigger comments_guard
  before insert or update
  on public.comments
  for each row
  execute function private.guard_comments();

create or replace function private.keep_apart_comments()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and exists (select from public.comments r where r.id = new.parent_id and r.author_id in (select private.blocked_users())) then
    raise exception using errcode = '42501', message = 'parent_id of comments belongs to somebody with whom there is a block';
  end if;
  return new;
end;
$$;

revoke execute on function private.keep_apart_comments() from public;

create or replace trigger comments_keep_apart
  before insert
  on public.comments
  for each row
  execute function private.keep_apart_comments();

create or replace function private.count_comments()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.video_id is distinct from old.video_id) then
    update public.videos set comment_count = comment_count + 1 where id = new.video_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.video_id is distinct from old.video_id) then
    update public.videos set comment_count = greatest(comment_count - 1, 0) where id = old.video_id;
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.parent_id is distinct from old.parent_id) then
    update public.comments set reply_count = reply_count + 1 where id = new.parent_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.parent_id is distinct from old.parent_id) then
    update public.comments set reply_count = greatest(reply_count - 1, 0) where id = old.parent_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_comments() from public;

create or replace trigger comments_count
  after insert or delete or update of video_id, parent_id
  on public.comments
  for each row
  execute function private.count_comments();

alter table public.comments enable row level security;

revoke all on public.comments from anon, authenticated;

grant select on public.comments to anon;

grant select, insert, update, delete on public.comments to authenticated;

grant all on public.comments to service_role;

drop policy if exists comments_select_anon on public.comments;
create policy comments_select_anon
  on public.comments
  for select
  to anon
  using (true);

drop policy if exists comments_select on public.comments;
create policy comments_select
  on public.comments
  for select
  to authenticated
  using (
    exists (select 1 from public.videos where videos.id = comments.video_id)
      and not (author_id in (select private.blocked_users()))
  );

drop policy if exists comments_insert on public.comments;
create policy comments_insert
  on public.comments
  for insert
  to authenticated
  with check (
    exists (select 1 from public.videos where videos.id = comments.video_id)
      and author_id = (select auth.uid())
  );

drop policy if exists comments_update on public.comments;
create policy comments_update
  on public.comments
  for update
  to authenticated
  using (author_id = (select auth.uid()))
  with check (author_id = (select auth.uid()));

drop policy if exists comments_delete on public.comments;
create policy comments_delete
  on public.comments
  for delete
  to authenticated
  using (author_id = (select auth.uid()));

-- Like of a comment

create table if not exists public.comment_likes (
  user_id uuid not null,
  comment_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint comment_likes_pkey primary key (user_id, comment_id),
  constraint comment_likes_user_id_fkey
    foreign key (user_id)
    references public.profiles (id)
    on delete cascade,
  constraint comment_likes_comment_id_fkey
    foreign key (comment_id)
    references public.comments (id)
    on delete cascade
);

create index if not exists comment_likes_comment_id_idx on public.comment_likes (comment_id);

create or replace trigger comment_likes_updated_at
  before update
  on public.comment_likes
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_comment_likes()
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

revoke execute on function private.guard_comment_likes() from public;

create or replace trigger comment_likes_guard
  before insert
  on public.comment_likes
  for each row
  execute function private.guard_comment_likes();

create or replace function private.keep_apart_comment_likes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and exists (select from public.comments r where r.id = new.comment_id and r.author_id in (select private.blocked_users())) then
    raise exception using errcode = '42501', message = 'comment_id of comment_likes belongs to somebody with whom there is a block';
  end if;
  return new;
end;
$$;

revoke execute on function private.keep_apart_comment_likes() from public;

create or replace trigger comment_likes_keep_apart
  before insert
  on public.comment_likes
  for each row
  execute function private.keep_apart_comment_likes();

create or replace function private.count_comment_likes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.comment_id is distinct from old.comment_id) then
    update public.comments set like_count = like_count + 1 where id = new.comment_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.comment_id is distinct from old.comment_id) then
    update public.comments set like_count = greatest(like_count - 1, 0) where id = old.comment_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_comment_likes() from public;

create or replace trigger comment_likes_count
  after insert or delete or update of comment_id
  on public.comment_likes
  for each row
  execute function private.count_comment_likes();

alter table public.comment_likes enable row level security;

revoke all on public.comment_likes from anon, authenticated;

grant select on public.comment_likes to anon;

grant select, insert, delete on public.comment_likes to authenticated;

grant all on public.comment_likes to service_role;

drop policy if exists comment_likes_select_anon on public.comment_likes;
create policy comment_likes_select_anon
  on public.comment_likes
  for select
  to anon
  using (true);

drop policy if exists comment_likes_select on public.comment_likes;
create policy comment_likes_select
  on public.comment_likes
  for select
  to authenticated
  using (not (user_id in (select private.blocked_users())));

drop policy if exists comment_likes_insert on public.comment_likes;
create policy comment_likes_insert
  on public.comment_likes
  for insert
  to authenticated
  with check (user_id = (select auth.uid()));

drop policy if exists comment_likes_delete on public.comment_likes;
create policy comment_likes_delete
  on public.comment_likes
  for delete
  to authenticated
  using (user_id = (select auth.uid()));

-- Draft

create table if not exists public.drafts (
  id uuid not null default gen_random_uuid(),
  author_id uuid not null,
  caption text not null default '',
  file_path text not null,
  note_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint drafts_pkey primary key (id),
  constraint drafts_author_id_fkey
    foreign key (author_id)
    references public.profiles (id)
    on delete cascade,
  constraint drafts_caption_length_check check (char_length(caption) <= 300),
  constraint drafts_file_path_length_check check (char_length(file_path) between 1 and 300),
  constraint drafts_note_count_range_check check (note_count >= 0)
);

comment on table public.drafts is 'A video that is not published yet.';

create index if not exists drafts_author_id_idx on public.drafts (author_id);

create or replace trigger drafts_updated_at
  before update
  on public.drafts
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_drafts()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.note_count := 0;
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of drafts cannot be changed';
  end if;
  if new.author_id is distinct from old.author_id then
    raise exception using errcode = '42501', message = 'author_id of drafts cannot be changed';
  end if;
  if new.note_count is distinct from old.note_count then
    raise exception using errcode = '42501', message = 'note_count of drafts cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of drafts cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_drafts() from public;

create or replace trigger drafts_guard
  before insert or update
  on public.drafts
  for each row
  execute function private.guard_drafts();

alter table public.drafts enable row level security;

revoke all on public.drafts from anon, authenticated;

grant select, insert, update, delete on public.drafts to authenticated;

grant all on public.drafts to service_role;

drop policy if exists drafts_select on public.drafts;
create policy drafts_select
  on public.drafts
  for select
  to authenticated
  using (author_id = (select auth.uid()));

drop policy if exists drafts_insert on public.drafts;
create policy drafts_insert
  on public.drafts
  for insert
  to authenticated
  with check (author_id = (select auth.uid()));

drop policy if exists drafts_update on public.drafts;
create policy drafts_update
  on public.drafts
  for update
  to authenticated
  using (author_id = (select auth.uid()))
  with check (author_id = (select auth.uid()));

drop policy if exists drafts_delete on public.drafts;
create policy drafts_delete
  on public.drafts
  for delete
  to authenticated
  using (author_id = (select auth.uid()));

-- Note on a draft

create table if not exists public.draft_notes (
  id uuid not null default gen_random_uuid(),
  draft_id uuid not null,
  author_id uuid not null,
  body text not null,
  at_ms int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint draft_notes_pkey primary key (id),
  constraint draft_notes_draft_id_fkey
    foreign key (draft_id)
    references public.drafts (id)
    on delete cascade,
  constraint draft_notes_author_id_fkey
    foreign key (author_id)
    references public.profiles (id)
    on delete cascade,
  constraint draft_notes_body_length_check check (char_length(body) between 1 and 500),
  constraint draft_notes_at_ms_range_check check (at_ms >= 0)
);

comment on table public.draft_notes is 'Read by whoever may read the draft.';

create index if not exists draft_notes_draft_id_idx on public.draft_notes (draft_id);

create index if not exists draft_notes_author_id_idx on public.draft_notes (author_id);

create or replace trigger draft_notes_updated_at
  before update
  on public.draft_notes
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_draft_notes()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of draft_notes cannot be changed';
  end if;
  if new.author_id is distinct from old.author_id then
    raise exception using errcode = '42501', message = 'author_id of draft_notes cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of draft_notes cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_draft_notes() from public;

create or replace trigger draft_notes_guard
  before insert or update
  on public.draft_notes
  for each row
  execute function private.guard_draft_notes();

create or replace function private.count_draft_notes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.draft_id is distinct from old.draft_id) then
    update public.drafts set note_count = note_count + 1 where id = new.draft_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.draft_id is distinct from old.draft_id) then
    update public.drafts set note_count = greatest(note_count - 1, 0) where id = old.draft_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_draft_notes() from public;

create or replace trigger draft_notes_count
  after insert or delete or update of draft_id
  on public.draft_notes
  for each row
  execute function private.count_draft_notes();

alter table public.draft_notes enable row level security;

revoke all on public.draft_notes from anon, authenticated;

grant select, insert, update, delete on public.draft_notes to authenticated;

grant all on public.draft_notes to service_role;

drop policy if exists draft_notes_select on public.draft_notes;
create policy draft_notes_select
  on public.draft_notes
  for select
  to authenticated
  using (
    exists (select 1 from public.drafts where drafts.id = draft_notes.draft_id)
      and not (author_id in (select private.blocked_users()))
  );

drop policy if exists draft_notes_insert on public.draft_notes;
create policy draft_notes_insert
  on public.draft_notes
  for insert
  to authenticated
  with check (
    exists (select 1 from public.drafts where drafts.id = draft_notes.draft_id)
      and author_id = (select auth.uid())
  );

drop policy if exists draft_notes_update on public.draft_notes;
create policy draft_notes_update
  on public.draft_notes
  for update
  to authenticated
  using (
    exists (select 1 from public.drafts where drafts.id = draft_notes.draft_id)
      and author_id = (select auth.uid())
  )
  with check (
    exists (select 1 from public.drafts where drafts.id = draft_notes.draft_id)
      and author_id = (select auth.uid())
  );

drop policy if exists draft_notes_delete on public.draft_notes;
create policy draft_notes_delete
  on public.draft_notes
  for delete
  to authenticated
  using (author_id = (select auth.uid()));

-- Follow

create table if not exists public.follows (
  follower_id uuid not null,
  followee_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint follows_pkey primary key (follower_id, followee_id),
  constraint follows_follower_id_fkey
    foreign key (follower_id)
    references public.profiles (id)
    on delete cascade,
  constraint follows_followee_id_fkey
    foreign key (followee_id)
    references public.profiles (id)
    on delete cascade,
  constraint follows_follower_id_followee_id_distinct_check check (follower_id is distinct from followee_id)
);

create index if not exists follows_followee_id_idx on public.follows (followee_id);

create or replace trigger follows_updated_at
  before update
  on public.follows
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_follows()
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

revoke execute on function private.guard_follows() from public;

create or replace trigger follows_guard
  before insert
  on public.follows
  for each row
  execute function private.guard_follows();

create or replace function private.keep_apart_follows()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and new.followee_id in (select private.blocked_users()) then
    raise exception using errcode = '42501', message = 'followee_id of follows belongs to somebody with whom there is a block';
  end if;
  return new;
end;
$$;

revoke execute on function private.keep_apart_follows() from public;

create or replace trigger follows_keep_apart
  before insert
  on public.follows
  for each row
  execute function private.keep_apart_follows();

create or replace function private.count_follows()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform from public.profiles
    where id in (new.followee_id, new.follower_id, old.followee_id, old.follower_id)
    order by id for no key update;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.followee_id is distinct from old.followee_id) then
    update public.profiles set follower_count = follower_count + 1 where id = new.followee_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.followee_id is distinct from old.followee_id) then
    update public.profiles set follower_count = greatest(follower_count - 1, 0) where id = old.followee_id;
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.follower_id is distinct from old.follower_id) then
    update public.profiles set following_count = following_count + 1 where id = new.follower_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.follower_id is distinct from old.follower_id) then
    update public.profiles set following_count = greatest(following_count - 1, 0) where id = old.follower_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_follows() from public;

create or replace trigger follows_count
  after insert or delete or update of followee_id, follower_id
  on public.follows
  for each row
  execute function private.count_follows();

alter table public.follows enable row level security;

revoke all on public.follows from anon, authenticated;

grant select on public.follows to anon;

grant select, insert, delete on public.follows to authenticated;

grant all on public.follows to service_role;

drop policy if exists follows_select_anon on public.follows;
create policy follows_select_anon
  on public.follows
  for select
  to anon
  using (true);

drop policy if exists follows_select on public.follows;
create policy follows_select
  on public.follows
  for select
  to authenticated
  using (not (follower_id in (select private.blocked_users())));

drop policy if exists follows_insert on public.follows;
create policy follows_insert
  on public.follows
  for insert
  to authenticated
  with check (follower_id = (select auth.uid()));

drop policy if exists follows_delete on public.follows;
create policy follows_delete
  on public.follows
  for delete
  to authenticated
  using (follower_id = (select auth.uid()));

-- Like

create table if not exists public.likes (
  user_id uuid not null,
  video_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint likes_pkey primary key (user_id, video_id),
  constraint likes_user_id_fkey
    foreign key (user_id)
    references public.profiles (id)
    on delete cascade,
  constraint likes_video_id_fkey
    foreign key (video_id)
    references public.videos (id)
    on delete cascade
);

create index if not exists likes_video_id_created_at_idx on public.likes (video_id, created_at desc);

create or replace trigger likes_updated_at
  before update
  on public.likes
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_likes()
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

revoke execute on function private.guard_likes() from public;

create or replace trigger likes_guard
  before insert
  on public.likes
  for each row
  execute function private.guard_likes();

create or replace function private.keep_apart_likes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and exists (select from public.videos r where r.id = new.video_id and r.author_id in (select private.blocked_users())) then
    raise exception using errcode = '42501', message = 'video_id of likes belongs to somebody with whom there is a block';
  end if;
  return new;
end;
$$;

revoke execute on function private.keep_apart_likes() from public;

create or replace trigger likes_keep_apart
  before insert
  on public.likes
  for each row
  execute function private.keep_apart_likes();

create or replace function private.count_likes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.video_id is distinct from old.video_id) then
    update public.videos set like_count = like_count + 1 where id = new.video_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.video_id is distinct from old.video_id) then
    update public.videos set like_count = greatest(like_count - 1, 0) where id = old.video_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_likes() from public;

create or replace trigger likes_count
  after insert or delete or update of video_id
  on public.likes
  for each row
  execute function private.count_likes();

alter table public.likes enable row level security;

revoke all on public.likes from anon, authenticated;

grant select on public.likes to anon;

grant select, insert, delete on public.likes to authenticated;

grant all on public.likes to service_role;

drop policy if exists likes_select_anon on public.likes;
create policy likes_select_anon
  on public.likes
  for select
  to anon
  using (true);

drop policy if exists likes_select on public.likes;
create policy likes_select
  on public.likes
  for select
  to authenticated
  using (not (user_id in (select private.blocked_users())));

drop policy if exists likes_insert on public.likes;
create policy likes_insert
  on public.likes
  for insert
  to authenticated
  with check (user_id = (select auth.uid()));

drop policy if exists likes_delete on public.likes;
create policy likes_delete
  on public.likes
  for delete
  to authenticated
  using (user_id = (select auth.uid()));

-- Notification

create table if not exists public.notices (
  id uuid not null default gen_random_uuid(),
  reader_id uuid not null,
  sender_id uuid,
  kind text not null,
  is_read boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint notices_pkey primary key (id),
  constraint notices_reader_id_fkey
    foreign key (reader_id)
    references public.profiles (id)
    on delete cascade,
  constraint notices_sender_id_fkey
    foreign key (sender_id)
    references public.profiles (id)
    on delete set null,
  constraint notices_kind_length_check check (char_length(kind) <= 20),
  constraint notices_kind_value_check check (kind in ('like', 'comment', 'follow'))
);

comment on table public.notices is 'Made by the server; its reader marks it read or removes it.';

create index if not exists notices_reader_id_created_at_id_idx on public.notices (reader_id, created_at desc, id desc);

create index if not exists notices_sender_id_idx on public.notices (sender_id);

create or replace trigger notices_updated_at
  before update
  on public.notices
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_notices()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of notices cannot be changed';
  end if;
  if new.reader_id is distinct from old.reader_id then
    raise exception using errcode = '42501', message = 'reader_id of notices cannot be changed';
  end if;
  if new.kind is distinct from old.kind then
    raise exception using errcode = '42501', message = 'kind of notices cannot be changed';
  end if;
  if new.sender_id is distinct from old.sender_id then
    raise exception using errcode = '42501', message = 'sender_id of notices cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of notices cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_notices() from public;

create or replace trigger notices_guard
  before update
  on public.notices
  for each row
  execute function private.guard_notices();

alter table public.notices enable row level security;

revoke all on public.notices from anon, authenticated;

grant select, update, delete on public.notices to authenticated;

grant all on public.notices to service_role;

drop policy if exists notices_select on public.notices;
create policy notices_select
  on public.notices
  for select
  to authenticated
  using (reader_id = (select auth.uid()));

drop policy if exists notices_update on public.notices;
create policy notices_update
  on public.notices
  for update
  to authenticated
  using (reader_id = (select auth.uid()))
  with check (reader_id = (select auth.uid()));

drop policy if exists notices_delete on public.notices;
create policy notices_delete
  on public.notices
  for delete
  to authenticated
  using (reader_id = (select auth.uid()));

-- Report

create table if not exists public.reports (
  id uuid not null default gen_random_uuid(),
  video_id uuid not null,
  reporter_id uuid not null,
  reason text not null,
  details text not null default '',
  state text not null default 'open',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint reports_pkey primary key (id),
  constraint reports_video_id_fkey
    foreign key (video_id)
    references public.videos (id)
    on delete cascade,
  constraint reports_reporter_id_fkey
    foreign key (reporter_id)
    references public.profiles (id)
    on delete cascade,
  constraint reports_video_id_reporter_id_key unique (video_id, reporter_id),
  constraint reports_reason_length_check check (char_length(reason) <= 20),
  constraint reports_reason_value_check check (reason in ('spam', 'violence', 'other')),
  constraint reports_details_length_check check (char_length(details) <= 1000),
  constraint reports_state_length_check check (char_length(state) <= 12),
  constraint reports_state_value_check check (state in ('open', 'accepted', 'rejected'))
);

comment on table public.reports is 'Made across blocks too, and answered by moderators.';

create index if not exists reports_reporter_id_idx on public.reports (reporter_id);

create or replace trigger reports_updated_at
  before update
  on public.reports
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_reports()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    if new.state is distinct from 'open'
      and ((select ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)) is not true then
      raise exception using errcode = '42501',
        message = 'state of reports can be set only by role moderator',
        hint = 'Leave out state: the row then gets its default.';
    end if;
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of reports cannot be changed';
  end if;
  if new.reporter_id is distinct from old.reporter_id then
    raise exception using errcode = '42501', message = 'reporter_id of reports cannot be changed';
  end if;
  if new.video_id is distinct from old.video_id then
    raise exception using errcode = '42501', message = 'video_id of reports cannot be changed';
  end if;
  if new.reason is distinct from old.reason then
    raise exception using errcode = '42501', message = 'reason of reports cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of reports cannot be changed';
  end if;
  if new.state is distinct from old.state
    and ((select ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)) is not true then
    raise exception using errcode = '42501',
      message = 'state of reports can be changed only by role moderator',
      hint = 'Leave state as it is.';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_reports() from public;

create or replace trigger reports_guard
  before insert or update
  on public.reports
  for each row
  execute function private.guard_reports();

alter table public.reports enable row level security;

revoke all on public.reports from anon, authenticated;

grant select, insert, update on public.reports to authenticated;

grant all on public.reports to service_role;

drop policy if exists reports_select on public.reports;
create policy reports_select
  on public.reports
  for select
  to authenticated
  using (
    reporter_id = (select auth.uid())
      or (select
      ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)
  );

drop policy if exists reports_insert on public.reports;
create policy reports_insert
  on public.reports
  for insert
  to authenticated
  with check (reporter_id = (select auth.uid()));

drop policy if exists reports_update on public.reports;
create policy reports_update
  on public.reports
  for update
  to authenticated
  using (
    reporter_id = (select auth.uid())
      or (select
      ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)
  )
  with check (
    reporter_id = (select auth.uid())
      or (select
      ((auth.jwt() -> 'app_metadata') -> 'roles') @> '["moderator"]'::jsonb)
  );

-- Settings

create table if not exists public.settings (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  language text not null default 'en',
  is_quiet boolean not null default false,
  birth_date date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint settings_pkey primary key (id),
  constraint settings_user_id_fkey
    foreign key (user_id)
    references public.profiles (id)
    on delete cascade,
  constraint settings_user_id_key unique (user_id),
  constraint settings_language_length_check check (char_length(language) between 2 and 8),
  constraint settings_language_format_check check (language ~ '^[a-z]{2}(-[A-Z]{2})?$')
);

comment on table public.settings is 'What only the user sees, one row each.';

create or replace trigger settings_updated_at
  before update
  on public.settings
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_settings()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.updated_at := now();
    return new;
  end if;
  if new.id is distinct from old.id then
    raise exception using errcode = '42501', message = 'id of settings cannot be changed';
  end if;
  if new.user_id is distinct from old.user_id then
    raise exception using errcode = '42501', message = 'user_id of settings cannot be changed';
  end if;
  if new.created_at is distinct from old.created_at then
    raise exception using errcode = '42501', message = 'created_at of settings cannot be changed';
  end if;
  return new;
end;
$$;

revoke execute on function private.guard_settings() from public;

create or replace trigger settings_guard
  before insert or update
  on public.settings
  for each row
  execute function private.guard_settings();

alter table public.settings enable row level security;

revoke all on public.settings from anon, authenticated;

grant select, insert, update, delete on public.settings to authenticated;

grant all on public.settings to service_role;

drop policy if exists settings_select on public.settings;
create policy settings_select
  on public.settings
  for select
  to authenticated
  using (user_id = (select auth.uid()));

drop policy if exists settings_insert on public.settings;
create policy settings_insert
  on public.settings
  for insert
  to authenticated
  with check (user_id = (select auth.uid()));

drop policy if exists settings_update on public.settings;
create policy settings_update
  on public.settings
  for update
  to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));

drop policy if exists settings_delete on public.settings;
create policy settings_delete
  on public.settings
  for delete
  to authenticated
  using (user_id = (select auth.uid()));

-- Tag

create table if not exists public.tags (
  id uuid not null default gen_random_uuid(),
  word text not null,
  video_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tags_pkey primary key (id),
  constraint tags_word_key unique (word),
  constraint tags_word_length_check check (char_length(word) between 1 and 60),
  constraint tags_word_format_check check (word ~ '^[a-z0-9]+$'),
  constraint tags_video_count_range_check check (video_count >= 0)
);

comment on table public.tags is 'Made by the server out of captions.';

create or replace trigger tags_updated_at
  before update
  on public.tags
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

alter table public.tags enable row level security;

revoke all on public.tags from anon, authenticated;

grant select on public.tags to anon;

grant select on public.tags to authenticated;

grant all on public.tags to service_role;

drop policy if exists tags_select on public.tags;
create policy tags_select
  on public.tags
  for select
  to anon, authenticated
  using (true);

-- Tag of a video

create table if not exists public.video_tags (
  video_id uuid not null,
  tag_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint video_tags_pkey primary key (video_id, tag_id),
  constraint video_tags_video_id_fkey
    foreign key (video_id)
    references public.videos (id)
    on delete cascade,
  constraint video_tags_tag_id_fkey
    foreign key (tag_id)
    references public.tags (id)
    on delete cascade
);

create index if not exists video_tags_tag_id_idx on public.video_tags (tag_id);

create or replace trigger video_tags_updated_at
  before update
  on public.video_tags
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.count_video_tags()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.tag_id is distinct from old.tag_id) then
    update public.tags set video_count = video_count + 1 where id = new.tag_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.tag_id is distinct from old.tag_id) then
    update public.tags set video_count = greatest(video_count - 1, 0) where id = old.tag_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_video_tags() from public;

create or replace trigger video_tags_count
  after insert or delete or update of tag_id
  on public.video_tags
  for each row
  execute function private.count_video_tags();

alter table public.video_tags enable row level security;

revoke all on public.video_tags from anon, authenticated;

grant select on public.video_tags to anon;

grant select on public.video_tags to authenticated;

grant all on public.video_tags to service_role;

drop policy if exists video_tags_select_anon on public.video_tags;
create policy video_tags_select_anon
  on public.video_tags
  for select
  to anon
  using (true);

drop policy if exists video_tags_select on public.video_tags;
create policy video_tags_select
  on public.video_tags
  for select
  to authenticated
  using (exists (select 1 from public.videos where videos.id = video_tags.video_id));

-- View

create table if not exists public.view_events (
  id uuid not null default gen_random_uuid(),
  video_id uuid not null,
  viewer_id uuid not null,
  watched_ms int not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint view_events_pkey primary key (id, created_at),
  constraint view_events_video_id_fkey
    foreign key (video_id)
    references public.videos (id)
    on delete cascade,
  constraint view_events_viewer_id_fkey
    foreign key (viewer_id)
    references public.profiles (id)
    on delete cascade,
  constraint view_events_watched_ms_range_check check (watched_ms between 0 and 600000)
) partition by range (created_at);

comment on table public.view_events is 'Written by viewers, read by nobody but the server.';

create table if not exists private.view_events_default partition of public.view_events default;

alter table private.view_events_default enable row level security;

create index if not exists view_events_created_at_brin_idx on public.view_events using brin (created_at);

create or replace function public.prepare_view_events(
  months int default 3
)
returns int
language plpgsql
security definer
set search_path = ''
as $$
declare
  first_day timestamptz;
  next_month timestamptz;
  part_name text;
  made integer := 0;
begin
  for step in 0..least(greatest(coalesce(prepare_view_events.months, 3), 0), 24) loop
    first_day := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => step)) at time zone 'UTC';
    next_month := (first_day at time zone 'UTC' + interval '1 month') at time zone 'UTC';
    part_name := 'view_events_' || to_char(first_day at time zone 'UTC', 'YYYY_MM');
    continue when to_regclass(format('private.%I', part_name)) is not null
      or exists (select from private.view_events_default r where r.created_at >= first_day and r.created_at < next_month);
    execute format('create table private.%I partition of public.view_events for values from (%L) to (%L)', part_name, first_day, next_month);
    execute format('alter table private.%I enable row level security', part_name);
    made := made + 1;
  end loop;
  return made;
end;
$$;

revoke execute on function public.prepare_view_events(int) from public, anon, authenticated;

grant execute on function public.prepare_view_events(int) to service_role;

create index if not exists view_events_video_id_idx on public.view_events (video_id);

create index if not exists view_events_viewer_id_idx on public.view_events (viewer_id);

create or replace trigger view_events_updated_at
  before update
  on public.view_events
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_view_events()
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

revoke execute on function private.guard_view_events() from public;

create or replace trigger view_events_guard
  before insert
  on public.view_events
  for each row
  execute function private.guard_view_events();

create or replace function private.keep_apart_view_events()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and exists (select from public.videos r where r.id = new.video_id and r.author_id in (select private.blocked_users())) then
    raise exception using errcode = '42501', message = 'video_id of view_events belongs to somebody with whom there is a block';
  end if;
  return new;
end;
$$;

revoke execute on function private.keep_apart_view_events() from public;

create or replace trigger view_events_keep_apart
  before insert
  on public.view_events
  for each row
  execute function private.keep_apart_view_events();

create or replace function private.count_view_events()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform from public.videos
    where id in (select new_rows.video_id from new_rows)
    order by id for no key update;
  update public.videos parent set view_count = parent.view_count + added.amount
    from (select new_rows.video_id as id, count(*) as amount from new_rows group by new_rows.video_id) added
    where parent.id = added.id;
  return null;
end;
$$;

revoke execute on function private.count_view_events() from public;

create or replace trigger view_events_count
  after insert
  on public.view_events
  referencing new table as new_rows
  for each statement
  execute function private.count_view_events();

alter table public.view_events enable row level security;

revoke all on public.view_events from anon, authenticated;

grant insert on public.view_events to authenticated;

grant all on public.view_events to service_role;

drop policy if exists view_events_insert on public.view_events;
create policy view_events_insert
  on public.view_events
  for insert
  to authenticated
  with check (viewer_id = (select auth.uid()));

-- Files

insert into storage.buckets (
  id,
  name,
  public,
  file_size_limit,
  allowed_mime_types
) values
  ('avatars', 'avatars', true, 2000000, array['image/png', 'image/jpeg'])
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
  ('drafts', 'drafts', false, 50000000, array['video/mp4', 'video/webm'])
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
  ('videos', 'videos', true, 50000000, array['video/mp4', 'video/webm'])
on conflict (id) do update set
  public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

drop policy if exists own_folder_select on storage.objects;
create policy own_folder_select
  on storage.objects
  for select
  to authenticated
  using (
    bucket_id in ('avatars', 'drafts', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_insert on storage.objects;
create policy own_folder_insert
  on storage.objects
  for insert
  to authenticated
  with check (
    bucket_id in ('avatars', 'drafts', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_update on storage.objects;
create policy own_folder_update
  on storage.objects
  for update
  to authenticated
  using (
    bucket_id in ('avatars', 'drafts', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  )
  with check (
    bucket_id in ('avatars', 'drafts', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );

drop policy if exists own_folder_delete on storage.objects;
create policy own_folder_delete
  on storage.objects
  for delete
  to authenticated
  using (
    bucket_id in ('avatars', 'drafts', 'videos')
      and (storage.foldername(name))[1] = cast((select auth.uid()) as text)
  );
